import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** A database as the API shows it. */
export interface ProjectDatabase {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
}

/** No row when the project has one already. */
export function insertDatabase(scope: TenantScope): Sql {
  return sql`
    insert into rowhouse.project_databases (project_id, id)
    values (${scope.projectId}, ${scope.databaseId})
    on conflict (project_id) do nothing
    returning id, project_id, name`;
}

/** The project's one database, with the project's `ref`. */
export function findDatabase(scope: TenantScope): Sql {
  return sql`
    select d.id,
           d.project_id,
           d.name,
           p.ref
      from rowhouse.project_databases d
      join rowhouse.projects p on p.id = d.project_id
     where d.project_id = ${scope.projectId}`;
}
