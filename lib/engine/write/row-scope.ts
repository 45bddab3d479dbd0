import type { CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { readableColumns } from "../column-sql.ts";

/** The typed value of a column inside a writing statement. */
export type ValueFor = (column: Column) => Sql;

/**
 * The value of an expression of the table's owner over one row: in a sub-select of its own, whose only relation is the
 * row under the table's name, so that every name in it means a column of the table.
 */
export function overRow(table: CatalogTable, expression: Sql, valueFor: ValueFor): Sql {
  return sql`(select ${expression} from (select ${rowColumns(table, valueFor)}) as ${ident(table.definition.name)})`;
}

/** `<value> as "<name>", …` for every readable column. */
function rowColumns(table: CatalogTable, valueFor: ValueFor): Sql {
  return join(readableColumns(table).map((column) => sql`${valueFor(column)} as ${ident(column.name)}`));
}
