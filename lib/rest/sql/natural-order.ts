import { type Sql, sql } from "../../sql/sql.ts";

/**
 * ORDER BY of rows that nobody asked an order of: as they were written last, and of one transaction as they were made,
 * which is how Postgres gives the rows of a small table of its own.
 *
 * @param row its `xmin` (past two billion transactions it says nothing any more) and its storage id.
 */
export function naturalOrder({ writer, id }: { readonly writer: Sql; readonly id: Sql }): Sql {
  return sql` order by age(${writer}) desc, ${id}`;
}
