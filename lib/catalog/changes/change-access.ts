import { problem, unknownName } from "../checks/schema-problem.ts";
import { allGrants, boundRoles, normalizePolicy } from "../normalize-access.ts";
import { normalizeTable } from "../normalize-table.ts";
import type { Policy, RoleGrants, Table, TableVerb } from "../types.ts";
import {
  type ChangeOf,
  type Draft,
  onTable,
  type Refusals,
  replaceTable,
  unknownColumn,
} from "./change-draft.ts";

export function createPolicy(draft: Draft, { table: name, policy }: ChangeOf<"create_policy">): Refusals {
  return onTable(draft, name, (table) => {
    const taken = takenPolicy(table, policy.name, ["policy", "name"]);
    return taken.length > 0
      ? taken
      : replaceTable(draft, table, withPolicies(table, [...(table.policies ?? []), policy]));
  });
}

export function alterPolicy(draft: Draft, change: ChangeOf<"alter_policy">): Refusals {
  const { set } = change;
  return onPolicy(draft, change, (table, policy) => {
    if (set.name !== undefined && set.name !== policy.name) {
      const taken = takenPolicy(table, set.name, ["set", "name"]);
      if (taken.length > 0) return taken;
    }
    const { using, check, ...rest } = policy;
    const altered: Policy = {
      ...rest,
      ...expression("using", set.using === undefined ? using : set.using),
      ...expression("check", set.check === undefined ? check : set.check),
      ...(set.name === undefined ? {} : { name: set.name }),
      ...(set.roles === undefined ? {} : { roles: set.roles }),
    };
    const policies = (table.policies ?? []).map((other) => (other === policy ? altered : other));
    return replaceTable(draft, table, withPolicies(table, policies));
  });
}

export function dropPolicy(draft: Draft, change: ChangeOf<"drop_policy">): Refusals {
  return onPolicy(draft, change, (table, policy) => {
    const policies = (table.policies ?? []).filter((other) => other !== policy);
    return replaceTable(draft, table, withPolicies(table, policies));
  });
}

/**
 * Gives or takes privileges. A column is taken out of a privilege on the whole table too, which Postgres would keep
 * without a word: what somebody takes away is gone.
 */
export function changeGrants(draft: Draft, change: ChangeOf<"grant"> | ChangeOf<"revoke">): Refusals {
  return onTable(draft, change.table, (table) => {
    const { columns, privileges } = change;
    const names = table.columns.map((column) => column.name);
    const unknown = (columns ?? []).findIndex((column) => !names.includes(column));
    if (unknown >= 0) return [unknownColumn(table, columns?.[unknown] ?? "", ["columns", unknown])];
    if (columns !== undefined && privileges.includes("delete"))
      return [problem(["columns"], "A row is deleted as a whole: this privilege has no columns.")];
    const grants = { ...table.grants };
    for (const role of boundRoles(change.roles)) {
      let current = grants[role] ?? allGrants;
      for (const verb of privileges) current = withPrivilege(current, verb, change, names);
      grants[role] = current;
    }
    return replaceTable(draft, table, normalizeTable({ ...table, grants }));
  });
}

function withPrivilege(
  grants: RoleGrants,
  verb: TableVerb,
  { kind, columns }: ChangeOf<"grant"> | ChangeOf<"revoke">,
  names: readonly string[],
): RoleGrants {
  if (columns === undefined || verb === "delete") return { ...grants, [verb]: kind === "grant" };
  const has = grants[verb];
  const listed = has === true ? names : has === false ? [] : has;
  if (kind === "grant") return { ...grants, [verb]: has === true ? true : [...listed, ...columns] };
  return { ...grants, [verb]: listed.filter((name) => !columns.includes(name)) };
}

function onPolicy(
  draft: Draft,
  { table: name, name: wanted }: { readonly table: string; readonly name: string },
  change: (table: Table, policy: Policy) => Refusals,
): Refusals {
  return onTable(draft, name, (table) => {
    const policy = table.policies?.find((other) => other.name === wanted);
    if (policy !== undefined) return change(table, policy);
    const among = (table.policies ?? []).map((other) => other.name);
    return [unknownName(["name"], `"${name}" has no policy "${wanted}".`, { name: wanted, among })];
  });
}

function takenPolicy(table: Table, name: string, path: readonly string[]): Refusals {
  if (!table.policies?.some((other) => other.name === name)) return [];
  return [problem(path, `"${table.name}" already has a policy "${name}".`, "RH201")];
}

function withPolicies({ policies: _, ...table }: Table, policies: readonly Policy[]): Table {
  return normalizeTable({ ...table, policies: policies.map(normalizePolicy) });
}

function expression(key: "using" | "check", text: string | null | undefined): Partial<Policy> {
  return text === null || text === undefined ? {} : { [key]: text };
}
