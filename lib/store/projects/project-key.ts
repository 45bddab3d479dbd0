import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import type { ProjectKeyRow } from "./project-keyring.ts";

/** A key as the project's administrators see it: never its token. */
export interface ProjectKey {
  readonly id: string;
  readonly kind: ProjectKeyRow["kind"];
  readonly name: string | null;
  /** The first characters of an opaque key. */
  readonly token_start: string | null;
  /** By the ids of tables. */
  readonly scopes: ProjectKeyRow["scopes"];
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly use_count: number;
  /** The key that this one makes way for. */
  readonly replaces: string | null;
}

export interface NewProjectKey {
  readonly id: string;
  readonly kind: ProjectKeyRow["kind"];
  readonly name: string | null;
  readonly tokenHash: Uint8Array | null;
  readonly tokenStart: string | null;
  readonly scopes: ProjectKeyRow["scopes"];
  readonly expiresAt: string | null;
  readonly replaces: string | null;
}

const columns = sql`id, kind, name, token_start, scopes, created_at, expires_at, last_used_at, use_count, replaces`;

/** A pair of keys, one of each kind. */
export function insertKeys(scope: TenantScope, ids: { anon: string; serviceRole: string }): Sql {
  return sql`
    insert into rowhouse.project_keys (project_id, id, kind)
    values (${scope.projectId}, ${ids.anon}, 'anon'),
           (${scope.projectId}, ${ids.serviceRole}, 'service_role')
    returning ${columns}`;
}

export function insertKey(scope: TenantScope, key: NewProjectKey): Sql {
  return sql`
    insert into rowhouse.project_keys
           (project_id, id, kind, name, token_hash, token_start, scopes, expires_at, replaces)
    values (${scope.projectId}, ${key.id}, ${key.kind}, ${key.name}, ${key.tokenHash}, ${key.tokenStart},
            ${key.scopes === null ? null : JSON.stringify(key.scopes)}::jsonb, ${key.expiresAt}, ${key.replaces})
    returning ${columns}`;
}

/** The keys that stand. */
export function listKeys(scope: TenantScope): Sql {
  return sql`
    select ${columns}
      from rowhouse.project_keys
     where project_id = ${scope.projectId}
       and revoked_at is null
       and (expires_at is null or expires_at > now())
     order by array_position(array['publishable', 'secret', 'anon', 'service_role'], kind), created_at, id`;
}

export function findKey(scope: TenantScope, id: string): Sql {
  return sql`
    select ${columns}
      from rowhouse.project_keys
     where project_id = ${scope.projectId}
       and id = ${id}
       and revoked_at is null`;
}

/** Ends a key, now or at a later moment; one that ends earlier anyway keeps its own end. */
export function endKey(scope: TenantScope, id: string, at: string | null): Sql {
  return at === null
    ? sql`
    update rowhouse.project_keys
       set revoked_at = now()
     where project_id = ${scope.projectId}
       and id = ${id}
       and revoked_at is null`
    : sql`
    update rowhouse.project_keys
       set expires_at = least(expires_at, ${at})
     where project_id = ${scope.projectId}
       and id = ${id}
       and revoked_at is null`;
}
