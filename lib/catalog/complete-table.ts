import { primaryKey } from "./column-facts.ts";
import { normalizeTable } from "./normalize-table.ts";
import type { Column, ColumnType, Table } from "./types.ts";

const id: Column = {
  name: "id",
  type: "uuid",
  primary_key: true,
  required: true,
  default: "gen_random_uuid()",
};

/** Types of an existing `id` that can be the key. */
const keyTypes: readonly ColumnType[] = ["uuid", "bigint", "integer", "text"];

/**
 * The table in normal form, with what it lacks of `id` (first, unless it has another key), `created_at` and
 * `updated_at` (last). A table typed in SQL lacks nothing. Idempotent.
 */
export function completeTable(table: Table): Table {
  const normal = normalizeTable(table);
  if (normal.origin === "sql") return normal;
  const columns = completeKey(normal).map(completeColumn);
  for (const name of ["created_at", "updated_at"]) {
    if (!columns.some((column) => column.name === name)) columns.push(timestamp(name));
  }
  return normalizeTable({ ...normal, columns });
}

function completeKey(table: Table): readonly Column[] {
  if (primaryKey(table).length > 0) return table.columns;
  const existing = table.columns.find((column) => column.name === "id");
  if (existing === undefined) return [id, ...table.columns];
  if (!keyTypes.includes(existing.type)) return table.columns;
  return table.columns.map((column) => (column === existing ? { ...column, primary_key: true } : column));
}

function completeColumn(column: Column): Column {
  if (column.default !== undefined || column.default_expression !== undefined) return column;
  if (column.generated !== undefined || column.identity !== undefined) return column;
  // A key that is also a reference gets its value from the row it points at.
  if (column.primary_key === true && column.type === "uuid" && column.references === undefined) {
    return { ...column, default: "gen_random_uuid()" };
  }
  const isTimestamp = column.name === "created_at" || column.name === "updated_at";
  return isTimestamp && column.type === "timestamptz" ? { ...column, ...timestamp(column.name) } : column;
}

function timestamp(name: string): Column {
  return { name, type: "timestamptz", required: true, default: "now()" };
}
