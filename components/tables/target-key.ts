import type { TableInfo } from "#components/api/types.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { TargetKey } from "./column-draft.ts";

/** The key by which rows of a table are pointed to; null if it has none of one column. */
export function targetKey(
  tables: readonly Pick<TableInfo, "table_name" | "schema">[],
  name: string,
): TargetKey | null {
  const table = tables.find((candidate) => candidate.table_name === name)?.schema;
  const [key, ...others] = table ? primaryKey(table) : [];
  const column = table?.columns.find((candidate) => candidate.name === key);
  return column && others.length === 0 ? { column: column.name, type: column.type } : null;
}
