import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { fromSqlstate } from "#lib/errors/sqlstate.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// The rows lie on a file system of their own that is full in a moment; only root may make one.

const megabyte = 1024 * 1024;
const batchRows = 500;

let folder: string;
let isMounted = false;

if (process.getuid?.() === 0) {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-tiny-"));
  isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]).status === 0;
  if (!isMounted) rmSync(folder, { recursive: true });
}

describe.runIf(isMounted)("a full disk", () => {
  const space = `tiny_${process.pid}`;
  let db: TestDatabase;
  let project: EngineProject;
  let cluster: pg.Client;

  beforeAll(async () => {
    cluster = new pg.Client(inject("cluster").owner);
    await cluster.connect();
    const { rows } = await cluster.query<{ path: string }>(
      "select setting as path from pg_settings where name = 'data_directory'",
    );
    const { uid, gid } = statSync(rows[0]?.path ?? "");
    mkdirSync(join(folder, "space"), { mode: 0o700 });
    for (const path of [folder, join(folder, "space")]) chownSync(path, uid, gid);
    await cluster.query(`create tablespace ${space} location '${join(folder, "space")}'`);
    db = await testDatabase();
    await cluster.query(`alter database ${db.owner.database} set tablespace ${space}`);
    project = await engineProject(db);
    await project.apply([
      { kind: "create_table", table: { name: "notes", columns: [{ name: "body", type: "text" }] } },
    ]);
  }, 60_000);

  afterAll(async () => {
    await db.close();
    await cluster.query(`drop tablespace ${space}`);
    await cluster.end();
    spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const insert = () =>
    project.insert(
      "notes",
      Array.from({ length: batchRows }, (_, n) => ({ body: `${n}`.padEnd(1000, "x") })),
    );

  async function stored(): Promise<number> {
    const owner = new pg.Client(db.owner);
    await owner.connect();
    const { rows } = await owner.query<{ n: number }>(
      "select count(*)::integer as n from rowhouse.project_data",
    );
    await owner.end();
    return rows[0]?.n ?? 0;
  }

  it("is a clear error with nothing half-written, and writing goes on when there is room again", async () => {
    await insert();
    const filler = join(folder, "filler");
    fill(filler);
    let batches = 1;
    let failure: unknown = null;
    while (failure === null && batches < 50) {
      await insert().then(
        () => (batches += 1),
        (error: unknown) => {
          failure = error;
        },
      );
    }
    expect(failure).toMatchObject({ code: "53100" });
    expect(fromSqlstate(failure)).toMatchObject({ status: 503, hint: "Try again in a few seconds." });
    expect(await stored()).toBe(batches * batchRows);
    rmSync(filler);
    await insert();
    expect(await stored()).toBe((batches + 1) * batchRows);
  });
});

/** Takes what room there is, but for some pages. */
function fill(path: string): void {
  const { stdout } = spawnSync("df", ["--output=avail", "-B1", join(path, "..")], { encoding: "utf8" });
  const free = Number(stdout.trim().split("\n").at(-1));
  writeFileSync(path, Buffer.alloc(Math.max(0, free - megabyte)));
}
