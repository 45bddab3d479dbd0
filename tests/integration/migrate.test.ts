import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { migrate, readMigrations } from "#lib/db/migrations/migrate.ts";
import { createLog } from "#lib/log.ts";
import { databaseKeys } from "#lib/runtime/database-keys.ts";

const shipped = path.resolve(import.meta.dirname, "../../supabase/migrations");
let directory: string;
let name: string;
let admin: pg.Client;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "rowhouse-migrations-"));
  await cp(shipped, directory, { recursive: true });
  name = `migrate_${randomBytes(6).toString("hex")}`;
  admin = new pg.Client(inject("cluster").owner);
  await admin.connect();
  await admin.query(`create database ${name} template template0`);
});

afterEach(async () => {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  await rm(directory, { recursive: true });
});

function run(improvements: Parameters<typeof migrate>[0]["improvements"] = []) {
  const { owner, secret } = inject("cluster");
  return migrate({
    owner: { ...owner, database: name },
    directory,
    ...databaseKeys(secret),
    improvements,
    log: createLog("silent"),
  });
}

async function ledger(): Promise<{ version: string; checksum: string }[]> {
  const client = new pg.Client({ ...inject("cluster").owner, database: name });
  await client.connect();
  const { rows } = await client.query(
    "select version, name, checksum from supabase_migrations.schema_migrations order by version",
  );
  await client.end();
  return rows;
}

describe("migrating", () => {
  it("applies every file once, in order, with its checksum in the ledger", async () => {
    const files = await readMigrations(directory);
    expect((await run()).applied).toEqual(files.map(({ version }) => version));
    expect((await run()).applied).toEqual([]);
    expect(await ledger()).toEqual(
      files.map(({ version, name: label, checksum }) => ({ version, name: label, checksum })),
    );
  });

  it("is safe when two servers start at once", async () => {
    const outcomes = await Promise.all([run(), run(), run()]);
    const applied = outcomes.map((outcome) => outcome.applied.length).sort((a, b) => a - b);
    expect(applied).toEqual([0, 0, (await readMigrations(directory)).length]);
  });

  it("refuses a database that a newer version made", async () => {
    await writeFile(path.join(directory, "29990101000000_future.sql"), "select 1;");
    await run();
    await rm(path.join(directory, "29990101000000_future.sql"));
    await expect(run()).rejects.toThrow(/29990101000000.*newer/s);
  });

  it("refuses a file that was changed after it had been applied", async () => {
    const file = path.join(directory, "20990101000000_later.sql");
    await writeFile(file, "select 1;");
    await run();
    await writeFile(file, "select 2;");
    await expect(run()).rejects.toThrow(/20990101000000_later.sql was changed/);
  });

  it("leaves nothing behind of a file that fails", async () => {
    await writeFile(
      path.join(directory, "20990101000000_broken.sql"),
      "create table rowhouse.half (a int); select 1/0;",
    );
    await expect(run()).rejects.toThrow(/20990101000000_broken failed: division by zero/);
    expect((await ledger()).map(({ version }) => version)).not.toContain("20990101000000");
    await rm(path.join(directory, "20990101000000_broken.sql"));
    await run();
  });

  it("reports an improvement that the owner may not apply, and goes on", async () => {
    const denied = {
      name: "denied",
      apply: (client: pg.ClientBase) => client.query("select 1/0").then(() => undefined),
    };
    const granted = {
      name: "granted",
      apply: (client: pg.ClientBase) => client.query("select 1").then(() => undefined),
    };
    expect((await run([denied, granted])).improvements).toEqual({ denied: false, granted: true });
  });
});
