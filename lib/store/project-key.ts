import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

export interface ProjectKey {
  readonly id: string;
  readonly kind: "anon" | "service_role";
  readonly created_at: string;
}

/** A pair of keys, one of each kind. */
export function insertKeys(scope: TenantScope, ids: { anon: string; serviceRole: string }): Sql {
  return sql`
    insert into rowhouse.project_keys (project_id, id, kind)
    values (${scope.projectId}, ${ids.anon}, 'anon'),
           (${scope.projectId}, ${ids.serviceRole}, 'service_role')
    returning id, kind, created_at`;
}

export function listKeys(scope: TenantScope): Sql {
  return sql`
    select id,
           kind,
           created_at
      from rowhouse.project_keys
     where project_id = ${scope.projectId}
       and revoked_at is null
     order by kind, created_at, id`;
}
