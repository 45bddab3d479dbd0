import type { Catalog } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";

/** An error as Postgres gives it where a type says which values there are. */
interface EnumError {
  readonly sqlstate: string;
  readonly message: string;
}

/**
 * A value that a column's enum type has not, which the engine finds as a broken check, as Postgres's own error.
 *
 * @param error of the driver; the row that failed is in its detail.
 * @returns null for any other error, and where the value cannot be told from its neighbours.
 */
export function enumError(catalog: Catalog, targets: readonly string[], error: unknown): EnumError | null {
  const { code, column, table, detail } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (code !== "23514" || typeof detail !== "string" || !targets.includes(String(table))) return null;
  const written = catalog.tables.find(({ definition }) => definition.name === table);
  const key = written?.storage.columns[String(column)]?.key;
  const own = catalog.enums?.find(({ uses }) =>
    uses.some((use) => use.table === written?.id && use.key === key),
  );
  if (written === undefined || own === undefined) return null;
  const columns = readableColumns(written).map(({ name }) => name);
  const values = /^Failing row contains \((.*)\)\.$/s.exec(detail)?.[1]?.split(", ") ?? [];
  const value = values[columns.indexOf(String(column))];
  if (values.length !== columns.length || value === undefined) return null;
  return { sqlstate: "22P02", message: `invalid input value for enum ${own.name}: "${value}"` };
}
