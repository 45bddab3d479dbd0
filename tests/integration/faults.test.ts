import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  owner = new pg.Client(db.owner);
  await owner.connect();
  await project.apply([
    {
      kind: "create_table",
      table: { name: "notes", columns: [{ name: "body", type: "text", indexed: true }] },
    },
  ]);
});

afterAll(async () => {
  await owner.end();
  await db.close();
});

const query = (statement: Sql) => db.database.query(project.scope, statement);

const pidOf = sql`select pg_backend_pid() as pid`;

async function storedNotes(): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::integer as count from rowhouse.project_data where project_id = $1",
    [project.scope.projectId],
  );
  return rows[0]?.count ?? 0;
}

const unreachable = { code: "RH008", status: 503 };

describe("a connection that is lost", () => {
  it("in the middle of a statement is a clear error, and the next request works", async () => {
    const running = query(sql`select pg_sleep(20), pg_backend_pid()`);
    running.catch(() => undefined);
    await waitFor(
      "select from pg_stat_activity where query like '%pg_sleep(20)%' and state = 'active' and pid <> pg_backend_pid()",
    );
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid()",
    );
    await expect(running).rejects.toMatchObject(unreachable);
    expect((await query(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  });

  it("between two statements fails the transaction and not the process, and nothing of it is stored", async () => {
    const before = await storedNotes();
    const lost = db.database.transaction(project.scope, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>(pidOf);
      await tx.query(sql`
        insert into rowhouse.project_data (project_id, table_id, id, data)
        select ${project.scope.projectId}::uuid, id, gen_random_uuid(), '{}' from rowhouse.project_tables where table_name = 'notes'`);
      await owner.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await sleep(100);
      return tx.query(sql`select 1`);
    });
    await expect(lost).rejects.toMatchObject(unreachable);
    expect(await storedNotes()).toBe(before);
    await project.insert("notes", [{ body: "after" }]);
    expect(await storedNotes()).toBe(before + 1);
  });
});

async function waitFor(condition: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await owner.query(condition)).rowCount !== 0) return;
    await sleep(25);
  }
  throw new Error(`never true: ${condition}`);
}
