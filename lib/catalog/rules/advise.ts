import { primaryKey } from "../column-facts.ts";
import { allGrants, appliesTo, boundRoles, isPermissive, policiesFor } from "../normalize-access.ts";
import type { Catalog, CatalogTable, Change, Column, Policy, Table, TableVerb } from "../types.ts";
import type { Advice } from "./advice.ts";
import { adviseOnFunctions } from "./advise-functions.ts";
import { adviseOnReads } from "./advise-reads.ts";
import { adviseOnWrites } from "./advise-writes.ts";
import { conditionMeaning } from "./condition-meaning.ts";
import { ownerColumns, presetChanges } from "./presets.ts";

/** Everything that is to be said about a database's rules, the worst first. */
export function advise(catalog: Pick<Catalog, "tables" | "functions">): readonly Advice[] {
  const users = catalog.tables.find(({ isAuth }) => isAuth)?.definition.name ?? "users";
  const onTables = catalog.tables.flatMap((table) => [
    ...withoutPolicy(table, users),
    ...alwaysTrue(table.definition),
    ...sensitiveColumns(table),
    ...usersExposed(table),
    ...withoutIndex(table, users),
    ...onUserMetadata(table.definition),
    ...writeWithoutRead(table.definition),
    ...severalPermissive(table.definition),
    ...adviseOnReads(table, catalog.tables, users),
    ...adviseOnWrites(table, catalog.tables),
  ]);
  const found = [...onTables, ...adviseOnFunctions(catalog)];
  const levels = ["error", "warning", "info"];
  return found.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

function withoutPolicy({ definition }: CatalogTable, users: string): readonly Advice[] {
  const { name, policies = [] } = definition;
  if (policies.some(isPermissive)) return [];
  const [owner] = ownerColumns(definition, users);
  const fixes = [
    ...(owner === undefined
      ? []
      : [
          {
            label: `Only the owner (${owner})`,
            changes: presetChanges(definition, { kind: "owner", column: owner }),
          },
        ]),
    { label: "Signed-in users can read", changes: presetChanges(definition, { kind: "signed_in_read" }) },
    { label: "Anyone can read", changes: presetChanges(definition, { kind: "anyone_reads" }) },
  ];
  const about = null;
  if (policies.length === 0) {
    const detail =
      "Apps reach none of its rows with the public key. That is safe; give it a rule when an app needs it.";
    return [
      { code: "no_policy", level: "info", table: name, about, title: `${name} has no rule`, detail, fixes },
    ];
  }
  const detail = "Restrictive rules only take away. Without one that permits, no row is reachable.";
  return [
    {
      code: "only_restrictive",
      level: "warning",
      table: name,
      about,
      title: `${name} has only restrictive rules`,
      detail,
      fixes,
    },
  ];
}

/** A public read may well be meant; a public write hardly ever is. */
function alwaysTrue({ name, policies = [] }: Table): readonly Advice[] {
  return policies.filter(isPermissive).flatMap((policy): readonly Advice[] => {
    const verbs = (["insert", "update", "delete"] as const).filter((verb) => opens(policy, verb));
    if (verbs.length === 0) return [];
    const isPublic = boundRoles(policy.roles).includes("anon");
    const detail = `${isPublic ? "Anybody with the public key" : "Every signed-in user"} can ${verbs.join(", ")} every row, those of others too.`;
    const signedIn: Change = {
      kind: "alter_policy",
      table: name,
      name: policy.name,
      set: { roles: ["authenticated"] },
    };
    return [
      {
        code: "policy_always_true",
        level: isPublic ? "error" : "warning",
        table: name,
        about: policy.name,
        title: `“${policy.name}” lets ${isPublic ? "anyone" : "every signed-in user"} write to ${name}`,
        detail,
        fixes: [
          ...(isPublic ? [{ label: "Signed-in users only", changes: [signedIn] }] : []),
          { label: "Drop the rule", changes: [{ kind: "drop_policy", table: name, name: policy.name }] },
        ],
      },
    ];
  });
}

function opens(policy: Policy, verb: TableVerb): boolean {
  if (!appliesTo(policy, verb)) return false;
  const text = verb === "insert" ? (policy.check ?? policy.using) : policy.using;
  return text !== undefined && conditionMeaning(text).kind === "always";
}

const sensitive =
  /(^|_)(password|passwd|secret|token|api_?key|private_?key|ssn|social_security|tax_id|passport|iban|card_?number|cvv|cvc|pin|salary|birth_?date|date_of_birth|medical|diagnosis)(_|$)/;

function sensitiveColumns({ definition, storage }: CatalogTable): readonly Advice[] {
  const { name, columns, grants = {} } = definition;
  const roles = (["anon", "authenticated"] as const).filter((role) => sharesRows(definition, role));
  return columns.flatMap((column): readonly Advice[] => {
    if (!sensitive.test(column.name) || storage.columns[column.name]?.place === "secret") return [];
    const readers = roles.filter((role) => {
      const { select } = grants[role] ?? allGrants;
      return select === true || (select !== false && select.includes(column.name));
    });
    if (readers.length === 0) return [];
    const change: Change = {
      kind: "revoke",
      table: name,
      roles: readers,
      privileges: ["select"],
      columns: [column.name],
    };
    return [
      {
        code: "exposed_sensitive_column",
        level: readers.includes("anon") ? "error" : "warning",
        table: name,
        about: column.name,
        title: `${name}.${column.name} can be read by ${readers.includes("anon") ? "anyone" : "other users"}`,
        detail: "By its name it holds something that only few should see.",
        fixes: [{ label: `Hide ${column.name} from apps`, changes: [change] }],
      },
    ];
  });
}

/** Whether a role sees rows that are not its own. */
function sharesRows({ policies }: Table, role: "anon" | "authenticated"): boolean {
  const opening = policiesFor(policies, "select", role).filter(isPermissive);
  const meanings = opening.map(({ using = "false" }) => conditionMeaning(using).kind);
  return meanings.some((kind) => kind !== "owner" && kind !== "never");
}

function usersExposed({ definition, isAuth }: CatalogTable): readonly Advice[] {
  if (!isAuth || !sharesRows(definition, "anon")) return [];
  const open = (definition.policies ?? []).filter(
    (policy) => isPermissive(policy) && opens(policy, "select"),
  );
  return open.map((policy) => ({
    code: "users_exposed",
    level: "error",
    table: definition.name,
    about: policy.name,
    title: "Anyone can list your app's users",
    detail: "Their e-mail addresses can be read with the public key alone.",
    fixes: [
      {
        label: "Users see only themselves",
        changes: [
          { kind: "drop_policy", table: definition.name, name: policy.name },
          ...presetChanges(definition, { kind: "owner", column: primaryKey(definition)[0] ?? "id" }),
        ],
      },
    ],
  }));
}

/** A rule is asked for every row that a statement looks at: what it compares should be indexed. */
function withoutIndex({ definition, storage }: CatalogTable, users: string): readonly Advice[] {
  const named = new Set(
    (definition.policies ?? []).flatMap(({ name }) => storage.policies?.[name]?.using?.columns ?? []),
  );
  const compared = (definition.policies ?? []).flatMap(({ using }) => {
    const meaning = conditionMeaning(using ?? "");
    return meaning.kind === "owner" ? [meaning.column] : [];
  });
  return definition.columns
    .filter(({ name }) => named.has(name) && compared.includes(name))
    .filter((column) => !isIndexed(definition, column))
    .map((column) => ({
      code: "rule_without_index",
      level: "warning",
      table: definition.name,
      about: column.name,
      title: `A rule of ${definition.name} compares ${column.name}, which has no index`,
      detail: "Every read through the rule looks at all rows of the table.",
      fixes: indexFixes(definition, column, users),
    }));
}

/** A uuid is looked up by its own type only where it is a key or a reference. */
function isIndexed(table: Table, column: Column): boolean {
  if (primaryKey(table)[0] === column.name || column.references !== undefined) return true;
  return column.type !== "uuid" && (column.unique === true || column.indexed === true);
}

function indexFixes(table: Table, column: Column, users: string): Advice["fixes"] {
  const change = { kind: "alter_column", table: table.name, column: column.name } as const;
  if (column.type !== "uuid")
    return [{ label: `Index ${column.name}`, changes: [{ ...change, set: { indexed: true } }] }];
  const references = { table: users, column: "id" };
  return [{ label: `Make ${column.name} point at ${users}`, changes: [{ ...change, set: { references } }] }];
}

/** Users change their own metadata: a rule that trusts it lets them choose their rights. */
function onUserMetadata({ name, policies = [] }: Table): readonly Advice[] {
  return policies
    .filter(({ using = "", check = "" }) => /user_metadata/.test(using + check))
    .map((policy) => ({
      code: "rule_on_user_metadata",
      level: "error",
      table: name,
      about: policy.name,
      title: `“${policy.name}” trusts what users write about themselves`,
      detail: "user_metadata can be changed by the user. Keep rights in app_metadata or in a table.",
      fixes: [{ label: "Drop the rule", changes: [{ kind: "drop_policy", table: name, name: policy.name }] }],
    }));
}

/** As in Postgres, what cannot be read can be neither changed nor deleted. */
function writeWithoutRead(table: Table): readonly Advice[] {
  const { name, policies } = table;
  return (["anon", "authenticated"] as const).flatMap((role): readonly Advice[] => {
    const of = (verb: TableVerb) => policiesFor(policies, verb, role).some(isPermissive);
    if (of("select") || !(of("update") || of("delete"))) return [];
    return [
      {
        code: "write_without_read",
        level: "warning",
        table: name,
        about: null,
        title: `Rules let ${role} change ${name}, but not read it`,
        detail: "A filter reads the row, so updates and deletes find nothing. Add a rule for reading.",
        fixes: [],
      },
    ];
  });
}

function severalPermissive({ name, policies }: Table): readonly Advice[] {
  const double = (["select", "insert", "update", "delete"] as const).filter((verb) =>
    (["anon", "authenticated"] as const).some(
      (role) => policiesFor(policies, verb, role).filter(isPermissive).length > 2,
    ),
  );
  if (double.length === 0) return [];
  return [
    {
      code: "several_permissive_policies",
      level: "info",
      table: name,
      about: null,
      title: `${name} has many rules for ${double.join(", ")}`,
      detail:
        "A row is reachable when any of them permits it. One rule with OR is easier to read, and quicker.",
      fixes: [],
    },
  ];
}
