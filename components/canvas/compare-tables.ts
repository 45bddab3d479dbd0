import type { Table } from "#lib/catalog/types.ts";
import { isSameJson } from "#lib/catalog/values/same-json.ts";
import type { Mark, SchemaMarks } from "./canvas-types.ts";

export interface ComparedTables {
  /** Those of `after`, with what is only in `before` where it was. */
  readonly tables: readonly Table[];
  readonly marks: SchemaMarks;
}

interface NamedBefore {
  /** The name that a table of `after` had in `before`. */
  readonly table: (name: string) => string;
  readonly column: (table: string, column: string) => string;
}

const sameNames: NamedBefore = { table: (name) => name, column: (_, column) => column };

/** Two schemas as one picture of what is added, changed and removed. */
export function compareTables(
  before: readonly Table[],
  after: readonly Table[],
  named: NamedBefore = sameNames,
): ComparedTables {
  const old = new Map(before.map((table) => [table.name, table]));
  const kept = new Set<string>();
  const marks: Record<string, SchemaMarks[string]> = {};
  const tables = after.map((table) => {
    const was = old.get(named.table(table.name));
    if (was === undefined) {
      marks[table.name] = { table: "added" };
      return table;
    }
    kept.add(was.name);
    // The very same value: most tables, at every edit.
    if (was === table) return table;
    const compared = compareColumns(was, table, (column) => named.column(table.name, column));
    if (compared.isChanged) marks[table.name] = { table: "changed", columns: compared.marks };
    return compared.isChanged ? compared.table : table;
  });
  const removed = before.filter(
    ({ name }) => !kept.has(name) && !tables.some((table) => table.name === name),
  );
  for (const { name } of removed) marks[name] = { table: "removed" };
  return { tables: [...tables, ...removed], marks };
}

function compareColumns(before: Table, after: Table, nameBefore: (column: string) => string) {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const kept = new Set<string>();
  const marks: Record<string, Mark> = {};
  for (const column of after.columns) {
    const was = old.get(nameBefore(column.name));
    if (was !== undefined) kept.add(was.name);
    if (was === undefined) marks[column.name] = "added";
    else if (!isSameJson(was, column)) marks[column.name] = "changed";
  }
  const columns = [...after.columns];
  for (const [index, column] of before.columns.entries()) {
    if (kept.has(column.name) || columns.some(({ name }) => name === column.name)) continue;
    marks[column.name] = "removed";
    columns.splice(Math.min(index, columns.length), 0, column);
  }
  const isChanged =
    Object.keys(marks).length > 0 || !isSameJson({ ...before, columns: [] }, { ...after, columns: [] });
  return { table: { ...after, columns }, marks, isChanged };
}
