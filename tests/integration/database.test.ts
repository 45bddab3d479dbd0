import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "#lib/db/scope.ts";
import { sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;

beforeAll(async () => {
  db = await testDatabase();
  await db.allow("execute on function pg_sleep(float8), current_setting(text)");
  project = await engineProject(db);
});
afterAll(() => db.close());

const databaseName = sql`select name from rowhouse.project_databases`;
const rename = (name: string) =>
  sql`update rowhouse.project_databases set name = ${name} where project_id = ${project.scope.projectId}`;

async function currentName(): Promise<unknown> {
  return (await db.database.query<{ name: string }>(project.scope, databaseName)).rows[0]?.name;
}

describe("a transaction", () => {
  it("keeps all that was written when the work returns", async () => {
    await db.database.transaction(project.scope, (tx) => tx.query(rename("one")));
    expect(await currentName()).toBe("one");
  });

  it("keeps nothing when the work throws", async () => {
    const boom = new Error("boom");
    const work = db.database.transaction(project.scope, async (tx) => {
      await tx.query(rename("two"));
      throw boom;
    });
    await expect(work).rejects.toBe(boom);
    expect(await currentName()).toBe("one");
  });

  it("begins no statement more when all together have taken their time, also when it is begun again", async () => {
    let asked = 0;
    const work = db.database.transaction(
      project.scope,
      async (tx) => {
        for (;;) {
          asked += 1;
          await tx.query(rename("late"));
          // Met by another once: what is done again has only what time is left.
          if (asked === 2) throw Object.assign(new Error("met"), { severity: "ERROR", code: "40001" });
        }
      },
      { totalMs: 50, isRepeatable: true },
    );
    await expect(work).rejects.toMatchObject({ code: "57014", status: 408 });
    expect(await currentName()).toBe("one");
  });

  it("does not look done when the work swallowed an error of the database", async () => {
    const work = db.database.transaction(project.scope, async (tx) => {
      await tx.query(rename("three"));
      await tx.query(sql`select 1/0`).catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: "RH000" });
    expect(await currentName()).toBe("one");
  });

  it("writes nothing when it is read-only", async () => {
    await expect(db.database.query(project.scope, rename("four"), { readOnly: true })).rejects.toMatchObject({
      code: "25006",
    });
  });

  it("leaves no context behind on its connection", async () => {
    for (let round = 0; round < 30; round += 1) {
      await db.database.query(project.scope, databaseName);
      const { rows } = await db.database.query(
        systemScope,
        sql`select current_setting('app.claims') like '%project_id%' as leaked, app.project_id() as project`,
      );
      expect(rows).toEqual([{ leaked: false, project: null }]);
    }
  });

  it("ends a statement that takes longer than its time", async () => {
    await expect(
      db.database.query(systemScope, sql`select pg_sleep(5)`, { timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: "57014" });
  });

  it("stops the statement in Postgres when its caller goes away", async () => {
    const controller = new AbortController();
    const work = db.database.query(systemScope, sql`select pg_sleep(20)`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(work).rejects.toThrow();
    const client = new pg.Client(db.owner);
    await client.connect();
    const { rows } = await client.query(
      "select from pg_stat_activity where query like '%pg_sleep(20)%' and state = 'active' and datname = current_database() and pid <> pg_backend_pid()",
    );
    await client.end();
    expect(rows).toEqual([]);
  });

  it("gets over connections that the server closed", async () => {
    await db.database.query(systemScope, sql`select 1`);
    const client = new pg.Client(db.owner);
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rowhouse_request' and datname = current_database()",
    );
    await client.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await currentName()).toBe("one");
  });

  it("repeats a single statement that was the victim of a deadlock", async () => {
    // Each holds one row and wants the other's: Postgres ends one of them after deadlock_timeout.
    const both = (first: string, second: string) => sql`
      with a as materialized (select from rowhouse.project_tables where id = ${first}::uuid for update),
           b as materialized (select pg_sleep(0.3) from (select count(*) from a) as n),
           c as materialized (select from rowhouse.project_tables, (select count(*) from b) as m where id = ${second}::uuid for update of project_tables)
      select count(*)::int4 as count from c`;
    await project.apply([
      {
        kind: "create_table",
        table: { name: "notes", columns: [{ name: "id", type: "uuid", primary_key: true }] },
      },
    ]);
    const [a, b] = (await project.catalog()).tables;
    if (a === undefined || b === undefined) throw new Error("two tables are needed");
    const outcomes = await Promise.all([
      db.database.query(project.scope, both(a.id, b.id)),
      db.database.query(project.scope, both(b.id, a.id)),
    ]);
    expect(outcomes.map(({ rows }) => rows)).toEqual([[{ count: 1 }], [{ count: 1 }]]);
  });

  it("says in health whether this code's migrations are applied", async () => {
    expect(await db.database.health()).toMatchObject({ reachable: true, migrated: true });
  });
});
