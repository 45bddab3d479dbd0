import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { uuidLiteral } from "../relation.ts";

/**
 * A source whose rows say of which table they are, for `joinedRow`.
 *
 * @param source gives `$id`.
 */
export function ofOneTable(table: CatalogTable, source: Sql): Sql {
  return sql`select given.*, ${uuidLiteral(table.id)} as "$table_id" from (${source}\n) as given`;
}

/**
 * The row of `project_data as d` that a row of `source` names. The table comes from the source instead of a literal: of a
 * table that was filled a moment ago the planner believes that it has one row, and would compare each of its rows with
 * each of the source; so it looks every row up by its key.
 */
export function joinedRow(catalog: Catalog): Sql {
  return sql`d.project_id = ${uuidLiteral(catalog.projectId)} and d.table_id = source."$table_id" and d.id = source."$id"`;
}
