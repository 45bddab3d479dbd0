import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import type { Login } from "#lib/db/connections/pool.ts";
import type { Database, DatabaseHealth } from "#lib/db/database.ts";
import type { Settings } from "#lib/db/embedded/settings.ts";
import { startEmbeddedPostgres } from "#lib/db/embedded/start-embedded-postgres.ts";
import { migrate } from "#lib/db/migrations/migrate.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { createLog } from "#lib/log.ts";
import { databaseKeys } from "#lib/runtime/database-keys.ts";
import { improvements } from "#lib/runtime/improvements.ts";
import type { TestDatabase } from "#tests/harness/test-database.ts";

/** A Postgres of the benchmark's own, migrated as the product migrates it. */
export interface BenchServer extends TestDatabase {
  readonly superuser: pg.Client;
  /** A superuser's connection to another database of the same server. */
  connect(database: string): Promise<pg.Client>;
  readonly database: Database;
  /** What of `databaseImprovements` was applied. */
  readonly improvements: DatabaseHealth["improvements"];
}

const secret = "a benchmark keeps nothing that is worth a secret";

/** @param dir a folder that is kept; null: a temporary one. @param settings over the product's own. */
export async function startBenchServer(dir: string | null, settings: Settings = {}): Promise<BenchServer> {
  const dataDir = dir === null ? mkdtempSync(join(tmpdir(), "rowhouse-bench-")) : resolve(dir);
  const log = createLog("error");
  const postgres = await startEmbeddedPostgres({ dataDir, secret, log, settings });
  const keys = databaseKeys(secret);
  const { owner } = postgres;
  const outcome = await migrate({
    owner,
    directory: resolve("supabase/migrations"),
    improvements,
    log,
    ...keys,
  });
  const login = (user: keyof typeof keys.passwords): Login & typeof owner => ({
    ...owner,
    user,
    password: keys.passwords[user],
  });
  const database = openDatabase({
    login: login("rowhouse_request"),
    signingKey: keys.signingKey,
    log,
    migrationVersion: outcome.version,
    improvements: outcome.improvements,
  });
  const superuser = new pg.Client(owner);
  await superuser.connect();
  return {
    owner,
    login,
    database,
    superuser,
    connect: async (name) => {
      const client = new pg.Client({ ...owner, database: name });
      await client.connect();
      return client;
    },
    signingKey: keys.signingKey,
    improvements: outcome.improvements,
    async allow(privilege) {
      await superuser.query(`grant ${privilege} to rowhouse_request`);
    },
    async close() {
      await database.close();
      await superuser.end();
      await postgres.stop();
      if (dir === null) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
