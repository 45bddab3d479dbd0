import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog, Change } from "#lib/catalog/types.ts";
import { openListener } from "#lib/db/listen.ts";
import type { SchemaVersion } from "#lib/db/transaction/schema-guard.ts";
import { parseConfig } from "#lib/env/env.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { createLog } from "#lib/log.ts";
import { authorize } from "#lib/operations/authorize.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { queryRecords } from "#lib/operations/records/query-records.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { getJob } from "#lib/operations/schema/get-job.ts";
import { listTables } from "#lib/operations/schema/list-tables.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { createRuntime, type RuntimeHandle } from "#lib/runtime/create.ts";
import { installRuntime } from "#lib/runtime/runtime.ts";
import { sql } from "#lib/sql/sql.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";
import { newActor } from "./accounts-harness.ts";

let db: TestDatabase;
let servers: { readonly a: RuntimeHandle; readonly b: RuntimeHandle };
let actor: Awaited<ReturnType<typeof newActor>>;
let databaseId: string;

beforeAll(async () => {
  db = await testDatabase();
  const { host, port, database, user, password } = db.owner;
  const url = `postgresql://${user}:${encodeURIComponent(String(password))}@/${database}?host=${host}&port=${port}`;
  const secret = "integration-tests-share-this-secret-0001";
  const { config } = parseConfig({ NODE_ENV: "test", ROWHOUSE_SECRET: secret, ROWHOUSE_RATE_LIMIT: "off" });
  const start = () =>
    createRuntime({ ...config, databaseUrl: url, secret, secretSource: "environment" }, createLog("silent"));
  servers = { a: await start(), b: await start() };
  on("a");
  actor = await newActor("several@example.org");
  const project = await createProject(actor, { name: "Several" });
  databaseId = (await createDatabase(actor, project.id)).database.id;
}, 60_000);

afterAll(async () => {
  await Promise.all([servers.a.close(), servers.b.close()]);
  await db.close();
});

/** Lets the next operations run on one of the servers. */
function on(server: keyof typeof servers): void {
  installRuntime(servers[server].runtime);
}

const apply = (...changes: Change[]) => applySchema(actor, databaseId, { changes });
const insert = (data: object) => createRecords(actor, databaseId, { tableName: "books", data });
const books = async () => JSON.parse((await queryRecords(actor, databaseId, { tableName: "books" })).json);

describe("a schema change on another server", () => {
  it("is seen by reads, writes, lists and typed SQL the moment it is made", async () => {
    on("a");
    await apply({
      kind: "create_table",
      table: { name: "books", columns: [{ name: "title", type: "text", indexed: true }] },
    });
    for (let round = 0; round < 10; round += 1) {
      const column = `c${round}`;
      // Whatever the second server has at hand now is old in a moment.
      on("b");
      await books();
      on("a");
      await apply({ kind: "add_column", table: "books", column: { name: column, type: "integer" } });
      on("b");
      await insert({ title: `t${round}`, [column]: round });
      expect((await books()).records.at(-1)).toHaveProperty(column);
      const { results } = await runSql(actor, databaseId, { query: `select max(${column}) from books` });
      expect(results[0]?.rows).toEqual([[round]]);
      const { items } = await listTables(actor, databaseId, { limit: 20, offset: 0 });
      expect(JSON.stringify(items)).toContain(column);
    }
  });

  it("never shows a value under a column that it does not belong to", async () => {
    on("a");
    await apply({
      kind: "create_table",
      table: { name: "pairs", columns: [{ name: "a", type: "text", indexed: true }] },
    });
    await createRecords(actor, databaseId, { tableName: "pairs", data: { a: "from a" } });
    on("b");
    await queryRecords(actor, databaseId, { tableName: "pairs" });
    on("a");
    // `b` takes over the index slot that `a` had.
    await apply(
      { kind: "alter_column", table: "pairs", column: "a", set: { indexed: false } },
      { kind: "add_column", table: "pairs", column: { name: "b", type: "text", indexed: true } },
    );
    on("b");
    const { json } = await queryRecords(actor, databaseId, { tableName: "pairs" });
    expect(JSON.parse(json).records).toMatchObject([{ a: "from a", b: null }]);
  });

  it("keeps no write and no read from being served, however often definitions change", async () => {
    on("a");
    await apply({
      kind: "create_table",
      table: { name: "busy", columns: [{ name: "n", type: "integer" }] },
    });
    const state = { isOver: false, changes: 0 };
    const keepChanging = async () => {
      while (!state.isOver) {
        state.changes += 1;
        await apply({ kind: "describe_table", table: "books", description: `change ${state.changes}` });
      }
    };
    const work = async (n: number) => {
      await createRecords(actor, databaseId, { tableName: "busy", data: { n } });
      await runSql(actor, databaseId, { query: `insert into busy (n) values (${n}); select n from busy` });
      await runSql(actor, databaseId, { query: "select count(*) from busy" });
      await queryRecords(actor, databaseId, { tableName: "busy" });
    };
    const changing = [keepChanging(), keepChanging(), keepChanging()];
    const done = await Promise.allSettled(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let round = 0; round < 5; round += 1) await work(writer * 100 + round);
      }),
    );
    state.isOver = true;
    await Promise.all(changing);
    expect(done.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []))).toEqual([]);
    const { results } = await runSql(actor, databaseId, { query: "select count(*) from busy" });
    expect(results[0]?.rows).toEqual([[60]]);
  }, 120_000);

  it("is told to the other, which then has nothing old at hand", async () => {
    on("b");
    await books();
    on("a");
    const { version } = await apply({ kind: "describe_table", table: "books", description: "told" });
    const scope = await authorize(actor, databaseId, "viewer");
    // Work that asks nothing of the database is given what is at hand.
    const atHand = () => servers.b.runtime.catalogs.use(scope, async (catalog) => catalog.version);
    await eventually(async () => expect(await atHand()).toBe(version));
  });

  it("begins again what was refused without asking the database, and nothing that a transaction has begun", async () => {
    const scope = await authorize(actor, databaseId, "viewer");
    const { catalogs, database } = servers.b.runtime;
    const begunWith = async (fail: (catalog: Catalog & SchemaVersion) => Promise<unknown>) => {
      let begun = 0;
      await catalogs.get(scope);
      const failed = catalogs.use(scope, async (catalog) => {
        begun += 1;
        try {
          return await fail(catalog);
        } finally {
          await movedOn();
        }
      });
      await expect(failed).rejects.toThrow();
      return begun;
    };
    let moves = 0;
    const movedOn = async () => {
      on("a");
      await apply({
        kind: "create_table",
        table: { name: `moved_${++moves}`, columns: [{ name: "n", type: "integer" }] },
      });
    };
    const owner = new pg.Client(db.owner);
    await owner.connect();
    const lost = async (catalog: SchemaVersion) =>
      database.transaction(
        scope,
        async (tx) => {
          const { rows } = await tx.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
          await owner.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
          await tx.query(sql`select 1`);
        },
        { schema: catalog },
      );
    const refused = () => Promise.reject(new AppError("PGRST205", "no such table"));
    // Each attempt but the last finds that the definitions have moved on.
    expect(await begunWith(refused)).toBeGreaterThan(1);
    expect(await begunWith(lost)).toBe(1);
    await owner.end();
  });
});

describe("a job", () => {
  it("is claimed by one of the servers, and goes on there when the other has died", async () => {
    on("a");
    await apply({
      kind: "create_table",
      table: { name: "many", columns: [{ name: "code", type: "text" }] },
    });
    const owner = new pg.Client(db.owner);
    await owner.connect();
    await owner.query(
      `insert into rowhouse.project_data (project_id, table_id, id, data)
       select project_id, id, app.uuid_v7(n), jsonb_build_object('code', 'c' || n)
         from rowhouse.project_tables, generate_series(1, 20000) as n where table_name = 'many'`,
    );
    const change = apply({ kind: "alter_column", table: "many", column: "code", set: { unique: true } });
    // As if the server that carries the change out had died after its first batch.
    await eventually(
      async () => {
        const { rowCount } = await owner.query(
          `update rowhouse.schema_jobs set worker = gen_random_uuid(), lease_until = now()
            where status = 'running' and rows_done > 0`,
        );
        expect(rowCount).toBe(1);
      },
      { intervalMs: 2 },
    );
    await owner.end();
    const { job } = await change;
    expect(job?.status).toBe("running");
    const claim = (server: keyof typeof servers) => {
      on(server);
      return workOnDueJob();
    };
    expect((await Promise.all([claim("a"), claim("b"), claim("a"), claim("b")])).filter(Boolean)).toEqual([
      true,
    ]);
    on("a");
    expect(await getJob(actor, databaseId, String(job?.id))).toMatchObject({
      job: { status: "done", rows: { done: 20_000, total: 20_000 } },
    });
    const insert = createRecords(actor, databaseId, { tableName: "many", data: { code: "c7" } });
    await expect(insert).rejects.toMatchObject({ code: "23505" });
  });
});

describe("a listener", () => {
  it("hears notifications, and begins anew when its connection is lost", async () => {
    const heard: string[] = [];
    let begun = 0;
    const listener = openListener({
      login: db.login("rowhouse_request"),
      log: createLog("silent"),
      channels: { test_channel: (payload) => heard.push(payload) },
      onListening: () => {
        begun += 1;
      },
    });
    const owner = new pg.Client(db.owner);
    await owner.connect();
    await eventually(() => expect(begun).toBe(1));
    await owner.query("notify test_channel, 'one'");
    await eventually(() => expect(heard).toEqual(["one"]));
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rowhouse listen' and datname = current_database()",
    );
    await eventually(() => expect(begun).toBe(2));
    await owner.query("notify test_channel, 'two'");
    await eventually(() => expect(heard).toEqual(["one", "two"]));
    await owner.end();
    await listener.close();
  });
});
