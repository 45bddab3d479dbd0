import type { TenantScope } from "#lib/db/scope.ts";
import { literal, type Sql, sql } from "#lib/sql/sql.ts";

/** Rows of one table, and their bytes as far as a sample tells. */
export interface TableCount {
  readonly table_id: string;
  readonly records: number;
  readonly bytes: number;
}

/** What Postgres adds to each row: header, ids, timestamps, its entries in the indexes. */
const rowOverheadBytes = 200;
const sampleRows = 500;

/**
 * One row per table that has any. The count reads an index alone; the size is the mean of the first rows, since adding
 * up all of them would read all of them.
 */
export function countRows(scope: TenantScope): Sql {
  // Literals, not parameters: the planner has to see which tenant it counts.
  const project = literal(scope.projectId);
  return sql`
    select counted.table_id,
           counted.records,
           (counted.records * (${rowOverheadBytes}::int8 + coalesce(sample.bytes, 0)))::int8 as bytes
      from (select table_id,
                   count(*) as records
              from rowhouse.project_data
             where project_id = ${project}
             group by table_id) as counted
     cross join lateral (select avg(pg_column_size(first.data))::int8 as bytes
                           from (select data
                                   from rowhouse.project_data
                                  where project_id = ${project}
                                    and table_id = counted.table_id
                                  limit ${sampleRows}) as first) as sample`;
}
