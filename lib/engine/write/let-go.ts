import type { Catalog, PointingTable } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { ofTable } from "../relation.ts";

/**
 * Queries by which the rows of dropped tables let go of rows that are deleted by the same statement: dropping a table
 * touches no row, and what it pointed at may go nevertheless.
 *
 * @param doomed a SELECT of `table_id, id`.
 */
export function letGo({ trash = [], ...catalog }: Catalog, doomed: Sql, prefix: string): readonly Sql[] {
  return trash.map(
    (table, index) => sql`${ident(`${prefix}_${index}`)} as (${released(catalog, table, doomed)})`,
  );
}

function released(catalog: Catalog, table: PointingTable, doomed: Sql): Sql {
  const parts = table.slots.map((slot) => {
    const [own, its] = [ident(slot), ident(slot.replace(/^r/, "rt"))];
    const isDoomed = sql`(d.${its}, d.${own}) in (${doomed})`;
    return {
      set: sql`${own} = case when ${isDoomed} then null else d.${own} end, ${its} = case when ${isDoomed} then null else d.${its} end`,
      // What the reference's index can find.
      found: sql`d.${own} = any (array(select id from (${doomed}) as doomed))`,
    };
  });
  return sql`
  update rowhouse.project_data as d set ${join(parts.map(({ set }) => set))}
  where ${ofTable(catalog, table, "d")} and (${join(
    parts.map(({ found }) => found),
    " or ",
  )}) and (d.table_id, d.id) not in (${doomed})`;
}
