import { literal, type Sql, sql } from "../../sql/sql.ts";
import { isPgError } from "../pg-errors.ts";
import type { TripStatement } from "../protocol/one-trip-query.ts";

/** The version of a database's definitions that a transaction's statements were compiled for. */
export interface SchemaVersion {
  readonly projectId: string;
  readonly databaseId: string;
  readonly version: number;
}

/**
 * The statement that opens a transaction over virtual tables: it fails unless the version is the newest.
 *
 * @param mode `hold` also keeps it so until the transaction ends; `require` is enough for a transaction with one snapshot.
 */
export function guardVersion(guarded: SchemaVersion, mode: "require" | "hold"): Sql {
  const { projectId, databaseId, version } = guarded;
  const known = sql`${literal(projectId)}, ${literal(databaseId)}, ${literal(String(version))}`;
  return mode === "hold" ? sql`select app.hold_version(${known})` : sql`select app.require_version(${known})`;
}

/** The same under a name, for a transaction that is sent as a whole. */
export function guardTrip(
  { projectId, databaseId, version }: SchemaVersion,
  mode: "require" | "hold",
): TripStatement {
  const text = `select app.${mode}_version($1, $2, $3)`;
  return { text, name: text, values: [projectId, databaseId, String(version)] };
}

/** Whether a transaction did nothing, because the definitions have moved on. */
export function isVersionBehind(error: unknown): boolean {
  return isPgError(error) && error.code === "RH202";
}
