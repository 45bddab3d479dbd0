import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { columnValue, isEnum } from "../column-sql.ts";
import { labelPlace } from "../enum-order.ts";
import { type ListRequest, listCondition } from "./list.ts";
import { whole } from "./page.ts";

/**
 * How many of the rows that a list finds have each value of a column, in the order of the values, nulls last.
 *
 * @returns one row: `groups`, the text of a JSON array of `{"value": …, "count": n}`.
 */
export function groupsStatement(
  catalog: Catalog,
  table: CatalogTable,
  column: Column,
  request: Pick<ListRequest, "filter" | "search"> & { readonly limit: number },
): Sql {
  const value = columnValue(table, column, "d");
  const order = isEnum(column) ? labelPlace(column.enum_values ?? [], value) : value;
  return sql`
select coalesce(json_agg(g.*), '[]')::text as groups from (
  select ${value} as value, count(*) as count
    from rowhouse.project_data as d
   where ${listCondition(catalog, table, request)}
   group by 1
   order by ${order} nulls last
   limit ${whole(request.limit)}
) as g`;
}
