import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** What the auth's gate has to know of a project, before anybody of it is known. */
export interface AuthProjectRow {
  readonly project_id: string;
  readonly database_id: string;
  readonly ref: string;
  readonly settings: object | null;
  readonly sealed: Uint8Array | null;
}

/** In the system's context. No row if there is no such project, or it has no database yet. */
export function findAuthProject(by: { readonly ref: string } | { readonly databaseId: string }): Sql {
  const condition = "ref" in by ? sql`p.ref = ${by.ref}` : sql`d.id = ${by.databaseId}`;
  return sql`
    select p.id as project_id,
           d.id as database_id,
           p.ref,
           s.settings,
           s.sealed
      from rowhouse.projects p
      join rowhouse.project_databases d on d.project_id = p.id
      left join rowhouse.project_auth_settings s on s.project_id = p.id
     where ${condition}`;
}

export function findAuthSettings(scope: TenantScope): Sql {
  return sql`
    select settings, sealed
      from rowhouse.project_auth_settings
     where project_id = ${scope.projectId}`;
}

export function upsertAuthSettings(scope: TenantScope, settings: object, sealed: Uint8Array | null): Sql {
  return sql`
    insert into rowhouse.project_auth_settings (project_id, settings, sealed)
    values (${scope.projectId}, ${JSON.stringify(settings)}, ${sealed})
        on conflict (project_id) do update
       set settings   = excluded.settings,
           sealed     = excluded.sealed,
           updated_at = now()`;
}
