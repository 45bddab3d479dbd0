import type { CatalogTable, Column } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { AppError } from "../../errors/app-error.ts";

/**
 * The columns that a request writes.
 *
 * @throws {AppError} PGRST204 for a name that is no column.
 */
export function writableColumns(table: CatalogTable, names: readonly string[]): readonly Column[] {
  const columns = readableColumns(table);
  return [...new Set(names)].map((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return column;
    const own = table.definition.name;
    throw new AppError("PGRST204", `Could not find the '${name}' column of '${own}' in the schema cache`);
  });
}
