import type { Log } from "../log.ts";
import type { ConnectionPool } from "./connections/connection-pool.ts";
import type { DatabaseHealth } from "./database.ts";

interface Expected {
  readonly improvements: DatabaseHealth["improvements"];
  readonly migrationVersion: string;
  readonly log: Log;
}

/** Whether the database answers, and is as new as this code. */
export async function databaseHealth(
  pool: ConnectionPool,
  { improvements, migrationVersion, log }: Expected,
): Promise<DatabaseHealth> {
  try {
    const { rows } = await pool.query<{ version: string; server: string }>(
      "select app.migration_version() as version, app.server_version() as server",
    );
    const [row] = rows;
    return {
      reachable: true,
      migrated: row?.version === migrationVersion,
      serverVersion: row?.server ?? null,
      improvements,
    };
  } catch (error) {
    log.warn({ err: error }, "the database does not answer");
    return { reachable: false, migrated: false, serverVersion: null, improvements };
  }
}
