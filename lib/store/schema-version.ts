import type { TenantScope } from "../db/scope.ts";
import { literal, type Sql, sql } from "../sql/sql.ts";

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
 * Held by every writing transaction until it ends (`app.hold_version`), and taken exclusively by a schema change: rows are
 * never written by a definition that is being replaced. An advisory lock, since a row lock would write to the database's
 * row each time.
 */
export function lockSchema(scope: TenantScope, mode: "shared" | "exclusive"): Sql {
  const key = sql`hashtextextended(${literal(scope.databaseId)}, 0)`;
  return mode === "shared"
    ? sql`select pg_advisory_xact_lock_shared(${key})`
    : sql`select pg_advisory_xact_lock(${key})`;
}

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
