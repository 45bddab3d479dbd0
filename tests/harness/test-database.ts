import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { Database, DatabaseHealth } from "#lib/db/database.ts";
import type { OwnerLogin } from "#lib/db/embedded/start-embedded-postgres.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { createLog } from "#lib/log.ts";
import { type DatabaseKeys, databaseKeys } from "#lib/runtime/database-keys.ts";
import { templateName } from "./cluster-setup.ts";

/** A migrated database of one test file's own, on the cluster that all share. */
export interface TestDatabase {
  /** The pool of `rowhouse_request`, as the product opens it. */
  readonly database: Database;
  /** A superuser: for arranging and for looking behind the policies. */
  readonly owner: OwnerLogin;
  /** For connecting as one of the product's two logins. */
  login(user: keyof DatabaseKeys["passwords"]): OwnerLogin;
  readonly signingKey: Uint8Array;
  readonly improvements: DatabaseHealth["improvements"];
  /** Lets the login of requests do what the product's own statements do not: `execute on function pg_sleep(float8)`. */
  allow(privilege: string): Promise<void>;
  close(): Promise<void>;
}

/** Call it in `beforeAll`, and `close()` in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser(cluster.owner, `create database ${name} template ${templateName}`);
  const { passwords, signingKey } = databaseKeys(cluster.secret);
  const owner = { ...cluster.owner, database: name };
  const login: TestDatabase["login"] = (user) => ({ ...owner, user, password: passwords[user] });
  const database = openDatabase({
    login: login("rowhouse_request"),
    signingKey,
    log: createLog("silent"),
    migrationVersion: cluster.migrationVersion,
    improvements: cluster.improvements,
  });
  const allow = (privilege: string) => asSuperuser(owner, `grant ${privilege} to rowhouse_request`);
  const close = async () => {
    await database.close();
    await asSuperuser(cluster.owner, `drop database ${name} with (force)`);
  };
  return { database, owner, login, signingKey, improvements: cluster.improvements, allow, close };
}

async function asSuperuser(owner: OwnerLogin, statement: string): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
