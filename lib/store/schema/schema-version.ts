import type { TenantScope } from "../../db/scope.ts";
import { literal, type Sql, sql } from "../../sql/sql.ts";

export function selectSchemaVersion(scope: TenantScope): Sql {
  return sql`select version from rowhouse.project_databases where project_id = ${scope.projectId} and id = ${scope.databaseId}`;
}

export function bumpSchemaVersion(scope: TenantScope): Sql {
  return sql`
    update rowhouse.project_databases set version = version + 1
     where project_id = ${scope.projectId} and id = ${scope.databaseId}
    returning version`;
}

/**
 * Taken by a schema change, until it ends: rows are never written by a definition that is being replaced. Every writing
 * transaction holds the second lock shared (`app.hold_version`); the first is what others hold to keep changes off. Advisory
 * locks, since a row lock would write to the database's row each time.
 */
export function lockSchema(scope: TenantScope): Sql {
  return sql`select pg_advisory_xact_lock(${turnKey(scope)}), pg_advisory_xact_lock(${rowsKey(scope)})`;
}

/**
 * Held while no change is to begin. Not the lock of writers: whoever held that one and waited for another of the same kind
 * would wait behind the change that waits for it.
 */
export function holdOffChanges(scope: TenantScope): Sql {
  return sql`select pg_advisory_xact_lock_shared(${turnKey(scope)})`;
}

const rowsKey = ({ databaseId }: TenantScope) => sql`hashtextextended(${literal(databaseId)}, 0)`;
const turnKey = ({ databaseId }: TenantScope) => sql`hashtextextended(${literal(databaseId)}, 1)`;

/** Where servers tell each other that definitions have changed: `<database id>:<version>`. */
export const schemaChannel = "rowhouse_schema";

/** Sent when the transaction commits. */
export function notifySchemaVersion(scope: TenantScope, version: number): Sql {
  return sql`select pg_notify(${schemaChannel}, ${`${scope.databaseId}:${version}`})`;
}

/** What `notifySchemaVersion` sent; null for anything else. */
export function readSchemaNotice(payload: string): { databaseId: string; version: number } | null {
  const [, databaseId, version] = /^([0-9a-f-]{36}):(\d{1,15})$/.exec(payload) ?? [];
  return databaseId === undefined ? null : { databaseId, version: Number(version) };
}
