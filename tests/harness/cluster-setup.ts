import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type OwnerLogin, startEmbeddedPostgres } from "#lib/db/embedded/start-embedded-postgres.ts";
import { migrate } from "#lib/db/migrations/migrate.ts";
import { createLog } from "#lib/log.ts";
import { databaseKeys } from "#lib/runtime/database-keys.ts";
import { improvements as allImprovements } from "#lib/runtime/improvements.ts";

/** What test files learn about the cluster that they share. */
export interface TestCluster {
  readonly owner: OwnerLogin;
  readonly secret: string;
  readonly migrationVersion: string;
  readonly improvements: { readonly [name: string]: boolean };
}

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

export const templateName = "rowhouse_template";
const secret = "integration-tests-share-this-secret-0001";

/** Tests do not outlive a crash, so nothing waits for the disk. */
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  shared_buffers: "128MB",
};

/** Starts one real cluster for a whole run, with a migrated template that every test file copies in milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "rowhouse-test-"));
  const log = createLog("error");
  const postgres = await startEmbeddedPostgres({ dataDir, secret, log, settings });
  const teardown = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await createDatabase(postgres.owner, templateName);
    const { version, improvements } = await migrate({
      owner: { ...postgres.owner, database: templateName },
      directory: resolve("supabase/migrations"),
      improvements: allImprovements,
      log,
      ...databaseKeys(secret),
    });
    project.provide("cluster", { owner: postgres.owner, secret, migrationVersion: version, improvements });
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function createDatabase(owner: OwnerLogin, name: string): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
}
