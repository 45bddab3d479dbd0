import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** A key of users' tokens; `verifies_until` is null for the one that signs. */
export interface ProjectSigningKey {
  readonly id: string;
  readonly created_at: string;
  readonly verifies_until: string | null;
}

export function insertSigningKey(scope: TenantScope, id: string): Sql {
  return sql`
    insert into rowhouse.project_signing_keys (project_id, id)
    values (${scope.projectId}, ${id})`;
}

/** The keys whose tokens are still good, the signing one first. */
export function listSigningKeys(scope: TenantScope): Sql {
  return sql`
    select id, created_at, verifies_until
      from rowhouse.project_signing_keys
     where project_id = ${scope.projectId}
       and (verifies_until is null or verifies_until > now())
     order by verifies_until desc nulls first`;
}

/** The present key signs no more; what it signed stays good for so many seconds, none when it has leaked. */
export function retireSigningKey(scope: TenantScope, seconds: number): Sql {
  return sql`
    update rowhouse.project_signing_keys
       set verifies_until = now() + make_interval(secs => ${seconds})
     where project_id = ${scope.projectId}
       and verifies_until is null`;
}
