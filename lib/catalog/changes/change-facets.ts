import type { Change, Table } from "../types.ts";
import type { ChangeNames } from "./change-names.ts";

/** One setting of one table or column that a change gives a value. */
export interface Facet {
  readonly table: string;
  /** Null: of the table itself. Both are identities, not names. */
  readonly column: string | null;
  readonly setting: string;
  readonly value: unknown;
}

/** Names the facet, whatever its value. */
export function facetKey({ table, column, setting }: Omit<Facet, "value">): string {
  return JSON.stringify([table, column, setting]);
}

/**
 * What a change decides: two changes that decide the same facet differently are in each other's way. Where things stand
 * (moves) and what is new decides nothing of what was there, but a reference says that its target is needed.
 */
export function facetsOf(change: Change, names: ChangeNames): readonly Facet[] {
  if (change.kind === "create_table") return needed(change.table, names);
  const table = names.tableId(change.table) ?? change.table;
  const own = (setting: string, value: unknown): Facet => ({ table, column: null, setting, value });
  const ofColumn = (name: string, setting: string, value: unknown): Facet => ({
    table,
    column: names.columnId(change.table, name) ?? name,
    setting,
    value,
  });
  switch (change.kind) {
    case "rename_table":
      return [own("name", change.to)];
    case "drop_table":
      return [own("dropped", true)];
    case "describe_table":
      return [own("description", change.description)];
    case "rename_column":
      return [ofColumn(change.column, "name", change.to)];
    case "drop_column":
      return [ofColumn(change.column, "dropped", true)];
    case "alter_column":
      return [
        ...Object.entries(change.set).map(([key, value]) => ofColumn(change.column, key, value)),
        ...target(change.set.references?.table, names),
      ];
    case "add_column":
      return target(change.column.references?.table, names);
    case "add_constraint":
      return target(change.constraint.references?.table, names);
    case "drop_constraint":
      return [own(`constraint ${change.name}`, null)];
    case "alter_policy":
      return [own(`rule ${change.name}`, change.set)];
    case "drop_policy":
      return [own(`rule ${change.name}`, null)];
    case "create_policy":
      return [own(`rule ${change.policy.name}`, change.policy)];
    case "grant":
    case "revoke":
      return [own("privileges", change)];
    case "restore_table":
    case "restore_column":
    case "move_column":
    case "move_table":
      return [];
  }
}

function needed({ columns, constraints = [] }: Table, names: ChangeNames): readonly Facet[] {
  const targets = [...columns, ...constraints].flatMap(({ references }) => references?.table ?? []);
  return targets.flatMap((name) => target(name, names));
}

function target(name: string | undefined, names: ChangeNames): readonly Facet[] {
  const table = name === undefined ? null : names.tableId(name);
  return table === null ? [] : [{ table, column: null, setting: "referenced", value: true }];
}
