import { boundRoles, isPermissive, policiesFor } from "../normalize-access.ts";
import type { CatalogTable, Policy, Table } from "../types.ts";
import type { Advice } from "./advice.ts";
import { ownerColumns, ownRows, presetChanges } from "./presets.ts";

/** A rule sees other tables as its caller does: in one that is closed it finds no row, and so lets nobody through. */
export function adviseOnReads(
  { definition, storage }: CatalogTable,
  tables: readonly CatalogTable[],
  users: string,
): readonly Advice[] {
  return (definition.policies ?? []).flatMap((policy): readonly Advice[] => {
    const { using, check } = storage.policies?.[policy.name] ?? {};
    const read = new Set([...(using?.tables ?? []), ...(check?.tables ?? [])]);
    return tables
      .map((table) => table.definition)
      .filter(({ name }) => name !== definition.name && read.has(name))
      .filter((other) => isClosedTo(other, policy))
      .map((other) => ({
        code: "rule_reads_closed_table",
        level: "warning",
        table: definition.name,
        about: `${policy.name} → ${other.name}`,
        title: `“${policy.name}” finds nothing in ${other.name}, which is closed`,
        detail: `A rule sees other tables as whoever asks does, and no rule lets ${boundRoles(policy.roles).includes("authenticated") ? "users" : "visitors"} read ${other.name}.`,
        fixes: openings(other, policy, users),
      }));
  });
}

function isClosedTo({ policies }: Table, { roles }: Policy): boolean {
  const bound = boundRoles(roles);
  // What is for both is about users wherever it asks another table: a visitor has no rows there.
  const role = bound.includes("authenticated") ? "authenticated" : "anon";
  return !policiesFor(policies, "select", role).some(isPermissive);
}

function openings(other: Table, { roles }: Policy, users: string): Advice["fixes"] {
  if (!boundRoles(roles).includes("authenticated")) return [];
  const [owner] = ownerColumns(other, users);
  if (owner !== undefined)
    return [
      {
        label: `Users read their own rows of ${other.name}`,
        changes: [{ kind: "create_policy", table: other.name, policy: ownRows(owner) }],
      },
    ];
  return [
    {
      label: `Signed-in users read ${other.name}`,
      changes: presetChanges(other, { kind: "signed_in_read" }),
    },
  ];
}
