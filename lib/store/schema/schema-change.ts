import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export interface SchemaChangeRow {
  readonly version: number;
  readonly changes: readonly Change[];
  readonly actor_id: string | null;
  readonly created_at: string;
}

export function insertSchemaChange(scope: TenantScope, version: number, changes: readonly Change[]): Sql {
  return sql`
    insert into rowhouse.schema_changes (project_id, database_id, version, changes, actor_id)
    values (${scope.projectId}, ${scope.databaseId}, ${version}, ${JSON.stringify(changes)}, ${scope.userId})`;
}

/** What was applied after a version, oldest first. */
export function schemaChangesAfter(scope: TenantScope, version: number): Sql {
  return sql`
    select version, changes, actor_id, created_at
      from rowhouse.schema_changes
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and version > ${version}
     order by version
     limit 100`;
}
