import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTenantScope } from "#lib/db/scope.ts";
import { executeSql } from "#lib/operations/typed-sql/execute-sql.ts";
import { storedColumns } from "#lib/query/write/target-rows.ts";
import { sql } from "#lib/sql/sql.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;
let mine: EngineProject;
let theirs: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  server = await ownSqlServer();
  mine = await server.project();
  theirs = await server.project();
  for (const [project, note] of [
    [mine, "mine"],
    [theirs, "secret"],
  ] as const) {
    await server.run(project, "create table notes (id int primary key, note text unique, doc jsonb)");
    await server.run(project, `insert into notes values (1, '${note}', '{"a": 1}'), (2, null, null)`);
  }
  owner = new pg.Client(server.db.owner);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await server.close();
});

const code = (query: string) =>
  server.run(mine, query, { dry_run: true }).then(
    ({ rows }) => rows,
    (error: { code?: string; message: string; status?: number }) =>
      error.status === undefined ? error.message : error.code,
  );

/** What nobody may say, in every place of a write or a definition where an expression may stand. */
const hostile = [
  "pg_read_file('/etc/passwd')",
  "('/etc/passwd'::text).pg_read_file",
  "current_setting('app.claims')",
  "set_config('role', 'postgres', true)",
  "current_user::text",
  "(select d.data from rowhouse.project_data d limit 1)::text",
  `"$t"."$data"::text`,
  "d.data::text",
  "data::text",
  "project_id::text",
  "tableoid::text",
  "app.claims()::text",
  "query_to_xml('select 1', true, true, '')::text",
  "'postgres'::regrole::text",
];

const places: readonly ((expression: string) => string)[] = [
  (e) => `insert into notes (id, note) values (9, ${e})`,
  (e) => `insert into notes (id, note) select 9, ${e} from notes limit 1`,
  (e) => `insert into notes as n (id, note) values (1, 'x') on conflict (id) do update set note = ${e}`,
  (e) =>
    `insert into notes as n (id, note) values (1, 'x') on conflict (id) do update set note = 'y' where ${e} = 'z'`,
  (e) => `update notes set note = ${e}`,
  (e) => `update notes set (id, note) = (1, ${e})`,
  (e) => `update notes set (id, note) = (select 1, ${e})`,
  (e) => `update notes set doc[${e}] = '1'`,
  (e) => `update notes set note = 'x' where id = 1 returning ${e}`,
  (e) => `update notes set note = 'x' from (select ${e} as e) s`,
  (e) => `delete from notes where note = ${e}`,
  (e) => `delete from notes using (select ${e} as e) s returning s.e`,
  (e) => `with w as (update notes set note = ${e} returning note) select * from w`,
  (e) => `create table t (a text default ${e})`,
  (e) => `create table t (a text, check (a = ${e}))`,
  (e) => `create table t (a text, b text generated always as (${e}) stored)`,
  (e) => `create view v as select ${e} as a from notes`,
  (e) => `create function f() returns text language sql as $$ select ${e} from notes $$`,
  (e) => `create policy p on notes using (note = ${e})`,
];

describe("a hostile expression is refused by its SQLSTATE", () => {
  it.each(hostile)("in every place of a write or a definition: %s", async (expression) => {
    for (const place of places) {
      const told = await code(place(expression));
      expect([place(expression), told]).toEqual([
        place(expression),
        expect.stringMatching(/^(42|0A|22)[0-9A-Z]{3}$/),
      ]);
    }
  });
});

describe("a statement that reaches past the database's own tables is refused", () => {
  it.each([
    "insert into rowhouse.project_data default values",
    "update rowhouse.project_data set data = '{}'",
    "delete from pg_catalog.pg_class",
    "create table rowhouse.x (a int)",
    "alter table rowhouse.project_data add column x int",
    "truncate rowhouse.users",
    "drop table rowhouse.project_data",
    "create temp table x (a int)",
    "create table x as select * from pg_authid",
    "select * into x from rowhouse.project_data",
    "create table x (a regclass)",
    "create function x() returns trigger language plpgsql as ''",
    "create extension adminpack",
    "grant rowhouse_request to public",
    "begin; set role postgres; commit",
    "explain analyze select pg_sleep(1)",
    "lock table notes",
    "do 'x'",
    "select 1; copy notes to program 'id'",
  ])("%s", async (query) => {
    expect(await code(query)).toMatch(/^(42501|42P01|42704|0A000|3F000)$/);
  });
});

describe("the other walls stand by themselves", () => {
  it("the stored row's columns are all called by names that no text can say", async () => {
    const { rows } = await owner.query<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = 'rowhouse.project_data'::regclass and attnum > 0 and not attisdropped order by attnum",
    );
    expect(storedColumns).toEqual(rows.map(({ name }) => name));
  });

  it("a viewer's transaction writes nothing, whatever the operation says", async () => {
    const viewer = openTenantScope({ ...mine.scope, role: "viewer" });
    const schema = await mine.catalog();
    const limits = { timeoutMs: 5_000, rowsMax: 10, bytesMax: 1_000_000, schema };
    const run = (text: string) =>
      server.sqlRunner
        .transaction(viewer, { access: "write", limits }, async (session) => ({
          value: (await session.run(0, { text, values: [] })).rows,
          commit: true,
        }))
        .catch((error: { failure: { sqlstate: string } }) => error.failure.sqlstate);
    expect(
      await run("with x as (delete from rowhouse.project_data returning 1) select count(*) from x"),
    ).toEqual([["0"]]);
    expect(
      await run(
        "with x as (update rowhouse.project_data set data = '{}' returning 1) select count(*) from x",
      ),
    ).toEqual([["0"]]);
    expect(
      await run(
        `insert into rowhouse.project_data (project_id, table_id, id, data) select project_id, table_id, gen_random_uuid(), '{}' from rowhouse.project_data limit 1`,
      ),
    ).toBe("42501");
    await expect(
      executeSql(
        { sqlParser: server.sqlParser, sqlRunner: server.sqlRunner, catalogs: mine.catalogs },
        { scope: viewer, catalog: schema },
        { query: "delete from notes" },
      ),
    ).rejects.toMatchObject({ code: "42501" });
  });

  it("an unguarded write reaches no row of another project", async () => {
    const schema = await mine.catalog();
    const limits = { timeoutMs: 5_000, rowsMax: 10, bytesMax: 1_000_000, schema };
    const deleted = await server.sqlRunner.transaction(
      mine.scope,
      { access: "write", limits },
      async (session) => {
        const text =
          "with x as (delete from rowhouse.project_data returning project_id) select distinct project_id::text from x";
        return { value: (await session.run(0, { text, values: [] })).rows, commit: false };
      },
    );
    expect(deleted).toEqual([[mine.scope.projectId]]);
    expect((await server.run(theirs, "select note from notes where id = 1")).rows).toEqual([["secret"]]);
  });

  it("typed statements of a script with DDL have the rights of typed SQL, and no more", async () => {
    const limits = { timeoutMs: 5_000, rowsMax: 10, bytesMax: 1_000_000 };
    const lock = sql`select 1`;
    const told = await server.sqlRunner
      .transaction(mine.scope, { access: "schema", lock, limits }, async (session) => {
        await session.run(0, { text: "select * from rowhouse.project_tables", values: [] });
        return { value: null, commit: false };
      })
      .catch((error: { failure: { sqlstate: string } }) => error.failure.sqlstate);
    expect(told).toBe("42501");
  });
});

describe("a text", () => {
  it("is all or nothing, writes and definitions alike", async () => {
    await expect(
      server.run(
        mine,
        "create table half (a int); insert into notes (id) values (77); insert into notes (id) values (1)",
      ),
    ).rejects.toMatchObject({
      code: "23505",
      message: 'duplicate key value violates unique constraint "notes_pkey"',
    });
    expect((await server.run(mine, "select count(*) from notes where id = 77")).rows).toEqual([[0]]);
    await expect(server.run(mine, "select * from half")).rejects.toMatchObject({ code: "42P01" });
  });

  it("changes nothing when it is tried, rolls itself back, or may only read", async () => {
    await server.run(mine, "create table tried (a int); delete from notes", { dry_run: true });
    await server.run(mine, "begin; delete from notes; rollback");
    await expect(server.run(mine, "delete from notes", { read_only: true })).rejects.toMatchObject({
      code: "25006",
    });
    expect((await server.run(mine, "select count(*) from notes")).rows).toEqual([[2]]);
    await expect(server.run(mine, "select * from tried")).rejects.toMatchObject({ code: "42P01" });
  });

  it("goes back to a savepoint, with what was defined since", async () => {
    const { rows } = await server.run(
      mine,
      "begin; savepoint a; create table gone (x int); delete from notes; rollback to a; create table gone (y int); select count(*) from notes",
      { dry_run: true },
    );
    expect(rows).toEqual([[2]]);
  });

  it("leaves out what nothing here can do, and reports it, when it is asked to", async () => {
    const script =
      "set x = 1;\ncreate trigger t before insert on notes execute function f();\ncreate table kept (a int);\ninsert into kept values (1) returning a";
    await expect(server.run(mine, script)).rejects.toMatchObject({
      code: "42501",
      details: { statement: 0 },
    });
    const results = await server.results(mine, script, { unsupported: "skip" });
    expect(results.map(({ command, skipped }) => [command, skipped?.line ?? null])).toEqual([
      ["SKIPPED", 1],
      ["SKIPPED", 2],
      ["CREATE TABLE", null],
      ["INSERT", null],
    ]);
    expect(results[1]?.skipped).toMatchObject({ code: "42883", message: "function f() does not exist" });
  });
});
