import { primaryKey } from "../column-facts.ts";
import { allGrants, appliesTo, boundRoles, isPermissive, policiesFor } from "../normalize-access.ts";
import type { CatalogTable, Policy, Table, TableVerb } from "../types.ts";
import type { Advice } from "./advice.ts";
import { conditionMeaning } from "./condition-meaning.ts";

/** What rules let people write that they hardly mean: rows of anybody, another owner, rights of their own. */
export function adviseOnWrites(table: CatalogTable, tables: readonly CatalogTable[]): readonly Advice[] {
  return [
    ...withoutCaller(table),
    ...givenAway(table.definition),
    ...selfGranted(table, tables),
    ...onHeaders(table.definition),
  ];
}

function who(policy: Policy): string {
  return boundRoles(policy.roles).includes("anon") ? "anyone" : "every signed-in user";
}

/** A condition on values alone lets everybody change the rows that meet it, whosever they are. */
function withoutCaller({ definition, storage }: CatalogTable): readonly Advice[] {
  const { name, policies = [] } = definition;
  const narrowed = policies.some((policy) => !isPermissive(policy));
  return policies.filter(isPermissive).flatMap((policy): readonly Advice[] => {
    const { using = "" } = policy;
    const bound = storage.policies?.[policy.name]?.using;
    const verbs = (["update", "delete"] as const).filter((verb) => appliesTo(policy, verb));
    const { kind } = conditionMeaning(using);
    const isOfValues = kind === "value" || (kind === "other" && !/\bauth\s*\.|current_setting/i.test(using));
    const asks =
      (bound?.tables.length ?? 0) > 0 || bound?.calls?.some(({ labels }) => labels === undefined) === true;
    if (verbs.length === 0 || !isOfValues || asks || narrowed) return [];
    return [
      {
        code: "write_without_caller",
        level: "warning",
        table: name,
        about: policy.name,
        title: `“${policy.name}” lets ${who(policy)} ${verbs.join(" and ")} rows of ${name}, whosever they are`,
        detail: `Its condition asks for values of the row (${using}), and not for who is asking.`,
        fixes: [
          { label: "Drop the rule", changes: [{ kind: "drop_policy", table: name, name: policy.name }] },
        ],
      },
    ];
  });
}

/** Who may change a row of their own into any other may give it to somebody, or put words into their mouth. */
function givenAway({ name, policies = [] }: Table): readonly Advice[] {
  return policies.filter(isPermissive).flatMap((policy): readonly Advice[] => {
    const { using, check } = policy;
    if (using === undefined || check === undefined || !appliesTo(policy, "update")) return [];
    const meaning = conditionMeaning(using);
    if (meaning.kind !== "owner" || conditionMeaning(check).kind !== "always") return [];
    return [
      {
        code: "check_always_true",
        level: "warning",
        table: name,
        about: policy.name,
        title: `“${policy.name}” lets users give their rows of ${name} to anybody`,
        detail: `What they write is not checked: ${meaning.column} may become another user's.`,
        fixes: [
          {
            label: "Check what is written, too",
            changes: [{ kind: "alter_policy", table: name, name: policy.name, set: { check: using } }],
          },
        ],
      },
    ];
  });
}

/** A right that a rule reads out of another table, where the user can write it. */
function selfGranted(
  { definition, storage }: CatalogTable,
  tables: readonly CatalogTable[],
): readonly Advice[] {
  return (definition.policies ?? []).filter(isPermissive).flatMap((policy) => {
    const bound = storage.policies?.[policy.name];
    const read = new Set([bound?.using, bound?.check].flatMap((each) => each?.tables ?? []));
    const text = `${policy.using ?? ""} ${policy.check ?? ""}`;
    return tables
      .filter((other) => read.has(other.definition.name) && other.definition.name !== definition.name)
      .flatMap((other) => writableRight(policy, text, other.definition));
  });
}

function writableRight(policy: Policy, text: string, other: Table): readonly Advice[] {
  const keys = primaryKey(other);
  const columns = other.columns.filter(({ name }) => !keys.includes(name) && isCompared(text, name));
  return columns.flatMap(({ name: column }): readonly Advice[] => {
    const verbs = (["update", "insert"] as const).filter((verb) => ownerWrites(other, verb, column));
    if (verbs.length === 0) return [];
    const revoke = {
      kind: "revoke" as const,
      table: other.name,
      roles: ["anon", "authenticated"] as const,
      privileges: verbs,
      columns: [column],
    };
    return [
      {
        code: "self_granted_right",
        level: "error",
        table: other.name,
        about: column,
        title: `Users can write ${other.name}.${column} of their own row, which “${policy.name}” goes by`,
        detail: "Whoever writes the value that the rule asks for has the right that it gives.",
        fixes: [{ label: `Keep apps from writing ${column}`, changes: [revoke] }],
      },
    ];
  });
}

/** Whether a text compares a column with something that stands there: `m.role = 'admin'`, `is_admin`, `role in ('a', 'b')`. */
function isCompared(text: string, column: string): boolean {
  const name = column.replaceAll(/[^\w]/g, "\\$&");
  return new RegExp(
    `(?<![\\w$])"?${name}"?(?:::\\w+)?\\s*(?:=|<>|!=|>=?|<=?|\\bin\\s*\\(|=\\s*any\\s*\\()\\s*(?:array\\s*\\[)?\\s*(?:'|\\d|true\\b)|(?<![\\w$])"?${name}"?\\s+is\\s+true\\b`,
    "i",
  ).test(text);
}

function ownerWrites({ policies, grants = {} }: Table, verb: "insert" | "update", column: string): boolean {
  const granted = (grants.authenticated ?? allGrants)[verb];
  if (granted === false || (granted !== true && !granted.includes(column))) return false;
  const own = policiesFor(policies, verb, "authenticated");
  return own.every(isPermissive) && own.some((policy) => opensOwn(policy, verb));
}

function opensOwn({ using, check }: Policy, verb: TableVerb): boolean {
  const text = verb === "insert" ? (check ?? using) : using;
  const written = conditionMeaning(check ?? using ?? "false").kind;
  const isOpen = (kind: string) => kind === "owner" || kind === "always" || kind === "signed_in";
  return isOpen(conditionMeaning(text ?? "false").kind) && isOpen(written);
}

/** Whoever sends a request chooses what its headers say; but the address that it comes from. */
function onHeaders({ name, policies = [] }: Table): readonly Advice[] {
  return policies.filter(isPermissive).flatMap((policy): readonly Advice[] => {
    const text = `${policy.using ?? ""} ${policy.check ?? ""}`;
    if (!/request\.header/i.test(text) || /x-forwarded-for/i.test(text)) return [];
    return [
      {
        code: "rule_on_header",
        level: "warning",
        table: name,
        about: policy.name,
        title: `“${policy.name}” trusts a header of the request`,
        detail: "Whoever sends a request writes its headers. Ask the token who somebody is.",
        fixes: [
          { label: "Drop the rule", changes: [{ kind: "drop_policy", table: name, name: policy.name }] },
        ],
      },
    ];
  });
}
