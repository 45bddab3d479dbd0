import type { TenantScope } from "../db/scope.ts";
import { type Sql, sql } from "../sql/sql.ts";

/** One statement for all of them: rows of two tables that refer to each other go together. */
export function deleteRowsOfTables(scope: TenantScope, tableIds: readonly string[]): Sql {
  return sql`
    delete from rowhouse.project_data
     where project_id = ${scope.projectId}
       and table_id = any(${tableIds}::uuid[])`;
}

/** How many rows each of the tables holds; a table without rows is not listed. */
export function countRowsOfTables(scope: TenantScope, tableIds: readonly string[]): Sql {
  return sql`
    select table_id, count(*)::int8 as count
      from rowhouse.project_data
     where project_id = ${scope.projectId}
       and table_id = any(${tableIds}::uuid[])
     group by table_id`;
}

/** Every row of every table of the project. */
export function deleteAllRows(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.project_data
     where project_id = ${scope.projectId}`;
}
