import { primaryKey } from "../column-facts.ts";
import { isPermissive, policiesFor } from "../normalize-access.ts";
import type { Change, Policy, Table } from "../types.ts";

/** A ready-made answer to "who may do what?", which becomes policies. */
export type Preset =
  | { readonly kind: "anyone_reads" }
  | { readonly kind: "signed_in_read" }
  | { readonly kind: "signed_in_write" }
  /** `column` holds the id of the user to whom a row belongs. */
  | { readonly kind: "owner"; readonly column: string }
  | { readonly kind: "members"; readonly through: Membership };

/** A table that says which user belongs to what: `members.user_id` belongs to `members.team_id`. */
export interface Membership {
  readonly table: string;
  readonly userColumn: string;
  readonly groupColumn: string;
  /** The column of the ruled table that names the same thing. */
  readonly column: string;
}

/** The policies of a preset; their names say what they are. */
export function presetPolicies(table: Table, preset: Preset): readonly Policy[] {
  switch (preset.kind) {
    case "anyone_reads":
      return [{ name: "Anyone can read", command: "select", using: "true" }];
    case "signed_in_read":
      return [
        { name: "Signed-in users can read", command: "select", roles: ["authenticated"], using: "true" },
      ];
    case "signed_in_write":
      return [
        { name: "Signed-in users can do everything", roles: ["authenticated"], using: "true", check: "true" },
      ];
    case "owner": {
      const own = `${quoted(preset.column)} = auth.uid()`;
      return [{ name: "Only the owner", roles: ["authenticated"], using: own, check: own }];
    }
    case "members": {
      const belongs = memberCondition(table, preset.through);
      return [{ name: `Members through ${preset.through.table}`, roles: ["authenticated"], using: belongs }];
    }
  }
}

/**
 * The changes of a preset; a policy of the same name makes way.
 *
 * @param tables where the table of members is looked up: a rule sees it as its caller does, so users must read their own
 *   rows of it.
 */
export function presetChanges(
  table: Table,
  preset: Preset,
  tables: readonly Table[] = [],
): readonly Change[] {
  return [
    ...(preset.kind === "members" ? openMembers(preset.through, tables) : []),
    ...presetPolicies(table, preset).flatMap((policy) => replacing(table, policy)),
  ];
}

function replacing(table: Table, policy: Policy): readonly Change[] {
  const isTaken = table.policies?.some(({ name }) => name === policy.name) ?? false;
  const drop: Change = { kind: "drop_policy", table: table.name, name: policy.name };
  return [...(isTaken ? [drop] : []), { kind: "create_policy", table: table.name, policy }];
}

function openMembers({ table, userColumn }: Membership, tables: readonly Table[]): readonly Change[] {
  const members = tables.find(({ name }) => name === table);
  if (members === undefined) return [];
  const isOpen = policiesFor(members.policies, "select", "authenticated").some(isPermissive);
  return isOpen ? [] : replacing(members, ownRows(userColumn));
}

/** Users see the rows that are theirs, and no more. */
export function ownRows(column: string): Policy {
  return {
    name: "Own rows can be read",
    command: "select",
    roles: ["authenticated"],
    using: `${quoted(column)} = auth.uid()`,
  };
}

/** Columns that may hold a row's owner: references to the app's users first, then what is called like one. */
export function ownerColumns(table: Table, usersTable: string): readonly string[] {
  const keys = primaryKey(table);
  const uuids = table.columns.filter(({ type }) => type === "uuid");
  const references = uuids.filter(({ references: to }) => to?.table === usersTable);
  const named = uuids.filter(
    ({ name, references: to }) => to === undefined && !keys.includes(name) && ownerName.test(name),
  );
  // A user's own row is theirs.
  const self = table.name === usersTable ? keys : [];
  return [...self, ...references.map(({ name }) => name), ...named.map(({ name }) => name)];
}

const ownerName = /^(?:owner|user|author|creator|created_by|member|customer|account|profile)(?:_id)?$/;

/** Tables by which a table could be shared among members: with a user, and a reference to the same thing or to it. */
export function memberships(
  table: Table,
  tables: readonly Table[],
  usersTable: string,
): readonly Membership[] {
  const [key] = primaryKey(table);
  return tables.flatMap((through) => {
    if (through.name === table.name) return [];
    const userColumn = through.columns.find(({ references: to }) => to?.table === usersTable)?.name;
    if (userColumn === undefined) return [];
    return through.columns.flatMap(({ name, references: to }): readonly Membership[] => {
      if (to === undefined || to.table === usersTable) return [];
      const direct = to.table === table.name && key !== undefined && to.column === key ? key : undefined;
      const shared = table.columns.find(({ references }) => references?.table === to.table)?.name;
      const column = direct ?? shared;
      return column === undefined ? [] : [{ table: through.name, userColumn, groupColumn: name, column }];
    });
  });
}

function memberCondition(
  table: Table,
  { table: through, userColumn, groupColumn, column }: Membership,
): string {
  return `exists (select 1 from ${quoted(through)} as m where m.${quoted(groupColumn)} = ${quoted(table.name)}.${quoted(column)} and m.${quoted(userColumn)} = auth.uid())`;
}

/** A name as SQL takes it. */
function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
