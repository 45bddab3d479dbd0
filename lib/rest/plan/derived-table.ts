import { parseSqlType } from "../../catalog/parse-sql-type.ts";
import { readSqlType } from "../../catalog/sql-types.ts";
import type { CatalogTable, Column, TypedName } from "../../catalog/types.ts";

/** Rows that a query gives (a view's, a function's) in the form of a table, so that they can be read like one. */
export function derivedTable(id: string, name: string, columns: readonly TypedName[]): CatalogTable {
  return {
    id,
    definition: { name, columns: columns.map(derivedColumn) },
    storage: { columns: {}, keys: {}, retired: [] },
    position: null,
    isAuth: false,
  };
}

/** Whether the rows are a query's, and so have no storage id and no slots. */
export function isDerived({ storage }: CatalogTable): boolean {
  return Object.keys(storage.columns).length === 0;
}

function derivedColumn({ name, type }: TypedName): Column {
  return { name, ...namedType(type) };
}

/** A type as `format_type` prints it, as a column has it. */
export function namedType(type: string): Pick<Column, "type" | "sql_type"> {
  const read = readSqlType(type);
  const parsed =
    read === null ? null : parseSqlType([read.base.internal], read.modifiers, read.isArray ? 1 : 0);
  if (parsed === null || !parsed.ok) return { type: "text" };
  return { type: parsed.type, ...(parsed.sql_type === undefined ? {} : { sql_type: parsed.sql_type }) };
}
