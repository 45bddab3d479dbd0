import { allGrants } from "../normalize-access.ts";
import type { RoleGrants, Table, TableVerb } from "../types.ts";
import { isSameJson } from "../values/same-json.ts";
import type { Emit } from "./diff-tables.ts";

/** Policies that the target has not, or has otherwise: before anything that they name goes. */
export function removePolicies(emit: Emit, table: Table, target: Table): void {
  for (const policy of table.policies ?? []) {
    if (target.policies?.some((other) => isSameJson(other, policy)) ?? false) continue;
    emit({ kind: "drop_policy", table: table.name, name: policy.name });
  }
}

export function addAccess(emit: Emit, table: Table, target: Table): void {
  for (const policy of target.policies ?? []) {
    if (table.policies?.some((other) => isSameJson(other, policy)) ?? false) continue;
    emit({ kind: "create_policy", table: table.name, policy });
  }
  for (const role of ["anon", "authenticated"] as const) {
    const [before, after] = [table.grants?.[role] ?? allGrants, target.grants?.[role] ?? allGrants];
    for (const verb of ["select", "insert", "update", "delete"] as const)
      changePrivilege(emit, table.name, { role, verb, before, after });
  }
}

interface Privilege {
  readonly role: "anon" | "authenticated";
  readonly verb: TableVerb;
  readonly before: RoleGrants;
  readonly after: RoleGrants;
}

/** Taken as a whole and given anew, as far as it is to be. */
function changePrivilege(emit: Emit, table: string, { role, verb, before, after }: Privilege): void {
  const wanted = after[verb];
  if (isSameJson(before[verb], wanted)) return;
  const privilege = { table, roles: [role], privileges: [verb] };
  if (wanted !== true) emit({ kind: "revoke", ...privilege });
  if (wanted === true) emit({ kind: "grant", ...privilege });
  else if (wanted !== false) emit({ kind: "grant", ...privilege, columns: wanted });
}
