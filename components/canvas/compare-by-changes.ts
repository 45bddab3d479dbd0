import { ChangeNames } from "#lib/catalog/changes/change-names.ts";
import type { Change, Table } from "#lib/catalog/types.ts";
import { type ComparedTables, compareTables } from "./compare-tables.ts";

/** What changes make of tables, as one picture: what is renamed is a changed one, not a new one. */
export function compareByChanges(
  before: readonly Table[],
  changes: readonly Change[],
  after: readonly Table[],
): ComparedTables {
  const names = new ChangeNames(before, "picture");
  for (const change of changes) names.follow(change);
  return compareTables(before, after, {
    table: (name) => names.tableId(name) ?? name,
    column: (table, column) => names.columnId(table, column) ?? column,
  });
}
