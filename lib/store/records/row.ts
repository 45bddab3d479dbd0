import type { PointingTable } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";

/**
 * How many rows each of the tables holds; a table without rows is not listed.
 *
 * @param max counting stops there.
 */
export function countRowsOfTables(scope: TenantScope, tableIds: readonly string[], max: number | null): Sql {
  return sql`
    select t.id as table_id,
           counted.count
      from unnest(${tableIds}::uuid[]) as t (id)
     cross join lateral (select count(*)::int8 as count
                           from (select from rowhouse.project_data
                                  where project_id = ${literal(scope.projectId)}
                                    and table_id = t.id
                                  limit ${max}::int8) as few) as counted
     where counted.count > 0`;
}

/** Lets the rows of tables in the trash point at nothing, so that what they point at can be deleted. */
export function releaseReferences(
  scope: TenantScope,
  tableIds: readonly string[],
  slots: readonly string[],
): Sql {
  const columns = slots.flatMap((slot) => [slot, slot.replace(/^r/, "rt")]);
  return sql`
    update rowhouse.project_data
       set ${join(columns.map((column) => sql`${ident(column)} = null`))}
     where project_id = ${scope.projectId}
       and table_id = any(${tableIds}::uuid[])
       and (${join(
         slots.map((slot) => sql`${ident(slot)} is not null`),
         " or ",
       )})`;
}

/** Every row of every table of the project. */
export function deleteAllRows(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.project_data
     where project_id = ${scope.projectId}`;
}

/** Lets the rows of dropped tables let go of all rows of others. */
export function releaseFrom(
  scope: TenantScope,
  { id, slots }: PointingTable,
  targetIds: readonly string[],
): Sql {
  const targets = sql`any(${[...targetIds]}::uuid[])`;
  const parts = slots.map((slot) => ({ own: ident(slot), its: ident(slot.replace(/^r/, "rt")) }));
  const set = parts.map(
    ({ own, its }) =>
      sql`${own} = case when ${its} = ${targets} then null else ${own} end, ${its} = case when ${its} = ${targets} then null else ${its} end`,
  );
  return sql`
    update rowhouse.project_data
       set ${join(set)}
     where project_id = ${scope.projectId}
       and table_id = ${id}
       and (${join(
         parts.map(({ its }) => sql`${its} = ${targets}`),
         " or ",
       )})`;
}

/** `TRUNCATE`: one statement for all of them, since rows of two tables that refer to each other go together. */
export function emptyTables(scope: TenantScope, tableIds: readonly string[]): Sql {
  return sql`
    delete from rowhouse.project_data
     where project_id = ${scope.projectId}
       and table_id = any(${tableIds}::uuid[])`;
}
