import type { Renames } from "./diff-renames.ts";
import type { Change, Schema } from "./types.ts";

/** Where a table and its columns come from, under the names they have by now; null: from the changes. */
interface Traced {
  readonly origin: string | null;
  readonly columns: Map<string, string | null>;
}

/** What lives on under another name after the changes, which `base` can take. */
export function renamesOf(base: Schema, changes: readonly Change[]): Renames {
  const tables = new Map(
    base.tables.map(({ name, columns }): [string, Traced] => [
      name,
      { origin: name, columns: new Map(columns.map((column) => [column.name, column.name])) },
    ]),
  );
  for (const change of changes) trace(tables, change);
  const traced = [...tables].flatMap(([name, { origin, columns }]) =>
    origin === null ? [] : [{ name, origin, columns: [...columns] }],
  );
  return {
    tables: traced.flatMap(({ name, origin }) => (origin === name ? [] : [{ from: origin, to: name }])),
    columns: traced.flatMap(({ origin: table, columns }) =>
      columns.flatMap(([to, from]) => (from === null || from === to ? [] : [{ table, from, to }])),
    ),
  };
}

function trace(tables: Map<string, Traced>, change: Change): void {
  switch (change.kind) {
    case "create_table":
      tables.set(change.table.name, { origin: null, columns: new Map() });
      break;
    case "restore_table":
      tables.set(change.table, { origin: null, columns: new Map() });
      break;
    case "drop_table":
      tables.delete(change.table);
      break;
    case "rename_table":
      rename(tables, change.table, change.to);
      break;
    case "add_column":
      tables.get(change.table)?.columns.set(change.column.name, null);
      break;
    case "restore_column":
      tables.get(change.table)?.columns.set(change.column, null);
      break;
    case "drop_column":
      tables.get(change.table)?.columns.delete(change.column);
      break;
    case "rename_column":
      rename(tables.get(change.table)?.columns, change.column, change.to);
      break;
    default:
      break;
  }
}

function rename<Value>(names: Map<string, Value> | undefined, from: string, to: string): void {
  const value = names?.get(from);
  if (names === undefined || value === undefined) return;
  names.delete(from);
  names.set(to, value);
}
