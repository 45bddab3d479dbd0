import type { Catalog, PointingTable } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { pointingTables } from "../evolve/trash.ts";
import { ofTable } from "../relation.ts";

/**
 * Queries by which rows let go of others that the same statement deletes, where nothing refers to these any more:
 * dropping a table or a reference touches no row, and what was pointed at may go nevertheless.
 *
 * @param doomed a SELECT of `table_id, id`.
 * @param isWritten the rows `d` of a table that another query of the statement writes, and which let go by that.
 */
export function letGo(
  catalog: Catalog,
  doomed: Sql,
  prefix: string,
  isWritten: (tableId: string) => Sql | null = () => null,
): readonly Sql[] {
  return pointingTables(catalog).map((table, index) => {
    const written = isWritten(table.id);
    const others = written === null ? sql`` : sql` and not coalesce(${written}, false)`;
    return sql`${ident(`${prefix}_${index}`)} as (${released(catalog, table, doomed)}${others})`;
  });
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
