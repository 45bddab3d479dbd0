import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signClaims } from "#lib/db/claims.ts";
import { allowedFunctions } from "#lib/expression/allowed-functions.ts";
import { engineFunctions, functionGrants, requestFunctions } from "#lib/expression/function-grants.ts";
import { guardQuery } from "#lib/expression/guard.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;
let mine: EngineProject;
let theirs: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  server = await ownSqlServer();
  [mine, theirs] = [await server.project(), await server.project()];
  for (const [project, note] of [
    [mine, "mine"],
    [theirs, "secret"],
  ] as const) {
    await project.apply([
      { kind: "create_table", table: { name: "notes", columns: [{ name: "note", type: "text" }] } },
    ]);
    await project.insert("notes", [{ note }, { note }]);
  }
  owner = new pg.Client(server.db.owner);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await server.close();
});

const limits = { timeoutMs: 5_000, rowsMax: 100, bytesMax: 1_000_000 };

/** Statements as they stand, with the guard taken away: the SQLSTATE, or the rows of the last one. */
async function unguarded(...texts: readonly string[]): Promise<unknown> {
  const statements = texts.map((text) => ({ text, values: [] }));
  const outcome = await server.sqlRunner.selectAll(mine.scope, statements, limits);
  return outcome.ok ? outcome.results.at(-1)?.rows : outcome.failure.sqlstate;
}

/** The same on the bare login, in a read-only transaction with the project's context: the door is gone as well. */
const atTheServer = (...texts: readonly string[]) => asLogin("rowhouse_sql", "read only", texts);

async function asLogin(
  login: "rowhouse_request" | "rowhouse_sql",
  access: "read only" | "read write",
  texts: readonly string[],
): Promise<unknown> {
  const client = new pg.Client(server.db.login(login));
  await client.connect();
  try {
    await client.query(`begin isolation level repeatable read ${access}`);
    await client.query(`set local "app.claims" = '${signClaims(mine.scope, server.db.signingKey)}'`);
    let rows: unknown;
    for (const text of texts) ({ rows } = await client.query({ text, rowMode: "array" }));
    return rows;
  } catch (error) {
    return (error as { code?: unknown }).code;
  } finally {
    await client.end();
  }
}

describe("with all walls", () => {
  it.each([
    "select note from notes where note <> 'mine'",
    "select note from public.notes where project_id is not null",
    "select n.data from notes n",
    "select n.project_id, n.table_id from notes n",
    "select tableoid, ctid, xmin from notes",
    "select row_to_json(n) from notes n where row_to_json(n)::text like '%secret%'",
    "select d.note from notes d, lateral (select d.data) x",
    "select * from notes as d where d.u1 is null",
    "select password_hash from users",
    "select u.password_hash from users u",
    "select * from project_data",
    "select * from rowhouse.project_data",
    "with notes as (select * from rowhouse.project_data) select * from notes",
    "select * from (table rowhouse.notes) x",
  ])("no hidden column and no row of another project is seen: %s", async (query) => {
    const rows = await server.run(mine, query).then(
      (result) => result.rows,
      (error: { code: string }) => error.code,
    );
    expect(Array.isArray(rows) ? rows : ["42P01", "42703"].includes(String(rows))).toEqual(
      Array.isArray(rows) ? [] : true,
    );
  });

  it("a whole row holds the columns of the definition and no others", async () => {
    const { rows } = await server.run(mine, "select to_jsonb(n) from notes n limit 1");
    expect(Object.keys(rows[0]?.[0] as object).sort()).toEqual(["created_at", "id", "note", "updated_at"]);
    const users = await server.run(mine, "select * from users limit 0");
    expect(users.columns.map(({ name }) => name)).not.toContain("password_hash");
  });
});

describe("with the guard gone, the grants", () => {
  it.each([
    "select pg_sleep(0)",
    "select pg_catalog.pg_read_file('/etc/passwd')",
    "select ('/etc/passwd'::text).pg_read_file",
    "select g.pg_sleep from sqrt(9) g",
    "select set_config('app.claims', 'x', true)",
    "select current_setting('app.claims')",
    "select query_to_xml('select 1', true, true, '')",
    "select * from ts_stat('select to_tsvector(''a'')')",
    "select lo_import('/etc/passwd')",
    "select pg_advisory_lock(1)",
    "select pg_notify('x', 'y')",
    "select pg_terminate_backend(1)",
    "select pg_export_snapshot()",
    "select nextval(1)",
    "select * from pg_catalog.pg_class",
    "select * from pg_catalog.pg_authid",
    "select * from pg_catalog.pg_stat_activity",
    "select * from pg_catalog.pg_settings",
    "select * from information_schema.tables",
    "select * from rowhouse.users",
    "select * from rowhouse.project_keys",
    "select * from rowhouse.project_credentials",
    "select * from app.signing_key",
    "select * from supabase_migrations.schema_migrations",
    "do 'begin perform 1; end'",
    "copy (select 1) to '/tmp/x'",
    "copy rowhouse.project_data from program 'id'",
    "create table public.x (a int)",
    "create temporary table x (a int)",
    "set role rowhouse_request",
    "set session authorization rowhouse_request",
    "insert into rowhouse.project_data default values",
    "update rowhouse.project_data set data = '{}'",
    "delete from rowhouse.project_data",
    "truncate rowhouse.project_data",
    "select * from rowhouse.project_data for update",
  ])("refuse %s", async (text) => {
    // 25006: a read-only transaction is asked even before the privilege.
    expect(await atTheServer(text)).toMatch(/^(42501|25006)$/);
  });

  // What stored functions, rules and filters of an app would reach on the login that they run on.
  it.each([
    "select pg_sleep(0)",
    "select pg_catalog.pg_read_file('/etc/passwd')",
    "select ('/etc/passwd'::text).pg_read_file",
    "select g.pg_sleep from sqrt(9) g",
    "select set_config('app.claims', 'x', true)",
    "select set_config('role', 'rowhouse_sql', true)",
    "select current_setting('app.claims')",
    "select query_to_xml('select 1', true, true, '')",
    "select * from ts_stat('select to_tsvector(''a'')')",
    "select lo_import('/etc/passwd')",
    "select lo_create(0)",
    "select pg_advisory_lock(1)",
    "select pg_terminate_backend(1)",
    "select pg_export_snapshot()",
    "select pg_relation_size('rowhouse.project_data')",
    "select pg_stat_get_activity(null)",
    "select reltuples from pg_catalog.pg_class",
    "select * from pg_catalog.pg_authid",
    "select query from pg_catalog.pg_stat_activity",
    "select * from pg_catalog.pg_stats",
    "select * from pg_catalog.pg_locks",
    "select setting from pg_catalog.pg_settings",
    "select prosrc from pg_catalog.pg_proc",
    "select rolname from pg_catalog.pg_roles",
    "select * from information_schema.tables",
    "select * from app.signing_key",
    "select * from supabase_migrations.schema_migrations",
    "do 'begin perform 1; end'",
    "copy (select 1) to '/tmp/x'",
    "copy rowhouse.project_data from program 'id'",
    "create table public.x (a int)",
    "create function app.x() returns int language sql as 'select 1'",
    "set role rowhouse_owner",
    "set session authorization rowhouse_sql",
    "update rowhouse.project_data set project_id = project_id",
    "truncate rowhouse.project_data",
    "alter table rowhouse.project_data disable row level security",
  ])("refuse to the login of requests %s", async (text) => {
    expect(await asLogin("rowhouse_request", "read write", [text])).toBe("42501");
  });

  it("let one text hold one statement", async () => {
    expect(await unguarded("select 1; select 2")).toBe("42601");
  });

  it("cover every function that is neither allowed, nor behind an operator, its hash, a cast or a type's text", async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select distinct proname as name from pg_proc p
      where pronamespace = 'pg_catalog'::regnamespace and has_function_privilege('rowhouse_sql', p.oid, 'execute')
        and p.oid not in (select oprcode from pg_operator union select castfunc from pg_cast
                          union select amproc from pg_amproc where amprocnum = 1 and amprocrighttype = amproclefttype
                            and amprocfamily in (select oid from pg_opfamily where opfmethod = (select oid from pg_am where amname = 'hash'))
                          union select unnest(array[typinput, typoutput]) from pg_type)`);
    expect(
      rows
        .map(({ name }) => name)
        .filter((name) => !allowedFunctions.has(name) && !engineFunctions.includes(name)),
    ).toEqual([]);
    expect(rows.length).toBeGreaterThan(300);
  });

  it("cover every catalog", async () => {
    const { rows } = await owner.query<{ readable: number; forRequests: number }>(`
      select count(*) filter (where has_any_column_privilege('rowhouse_sql', oid, 'select'))::int as readable,
             count(*) filter (where has_any_column_privilege('rowhouse_request', oid, 'select'))::int as "forRequests"
      from pg_class where relnamespace in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        and relkind in ('r', 'v') and (relnamespace = 'pg_catalog'::regnamespace or has_schema_privilege('rowhouse_sql', 'information_schema', 'usage'))`);
    expect(rows[0]).toEqual({ readable: 0, forRequests: 0 });
  });

  it("leave the login of requests what our own statements call, and no more", async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select distinct proname as name from pg_proc
      where pronamespace = 'pg_catalog'::regnamespace and has_function_privilege('rowhouse_request', oid, 'execute')
        and not has_function_privilege('rowhouse_sql', oid, 'execute')
      order by 1`);
    expect(rows.map(({ name }) => name)).toEqual(requestFunctions.toSorted());
  });

  it("close what an earlier version had left to the login of requests", async () => {
    await owner.query(
      "grant select on pg_class, pg_stat_activity to rowhouse_request; grant execute on function pg_read_file(text), set_config(text, text, boolean) to rowhouse_request",
    );
    await owner.query(functionGrants());
    const { rows } = await owner.query(
      `select has_table_privilege('rowhouse_request', 'pg_stat_activity', 'select') as activity,
              has_table_privilege('rowhouse_request', 'pg_class', 'select') as classes,
              has_function_privilege('rowhouse_request', 'pg_read_file(text)', 'execute') as files,
              has_function_privilege('rowhouse_request', 'set_config(text, text, boolean)', 'execute') as settings`,
    );
    expect(rows).toEqual([{ activity: false, classes: false, files: false, settings: false }]);
  });

  it("are the same after a second run", async () => {
    const acl = "select md5(string_agg(proacl::text, ',' order by oid)) as sum from pg_proc";
    const before = await owner.query(acl);
    await owner.query(functionGrants());
    expect((await owner.query(acl)).rows).toEqual(before.rows);
  });
});

describe("with guard and compiler gone, row-level security", () => {
  const others = () => [
    "select data from rowhouse.project_data where data ->> 'note' <> 'mine'",
    `select data from rowhouse.project_data where project_id = '${theirs.scope.projectId}'`,
    `select d.data from rowhouse.project_data d where d.project_id in ('${mine.scope.projectId}', '${theirs.scope.projectId}') and data ->> 'note' = 'secret'`,
  ];

  it("shows the project's own rows alone", async () => {
    for (const text of others()) expect(await unguarded(text)).toEqual([]);
    expect(await unguarded("select data ->> 'note' from rowhouse.project_data")).toEqual([
      ["mine"],
      ["mine"],
    ]);
  });

  it("does not believe a context that was put together by hand", async () => {
    const claims = JSON.stringify({
      kind: "project",
      project_id: theirs.scope.projectId,
      role: "owner",
      exp: 9e9,
    });
    for (const forged of ["", "x", claims, `${"0".repeat(64)}.${claims}`]) {
      const read = "select data from rowhouse.project_data";
      const rows = await atTheServer(`set local "app.claims" = '${forged}'`, read);
      expect(rows).toEqual(forged === "" ? [] : "42501");
    }
  });

  it("and the transaction's end let no setting reach the next statement", async () => {
    await atTheServer("set statement_timeout = 1", "set search_path = rowhouse", "set \"app.claims\" = 'x'");
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await server.run(mine, "select count(*) from notes")).rows).toEqual([[2]]);
    }
  });
});

describe("with the guard gone, the door", () => {
  it.each([
    "lock table rowhouse.project_data in access exclusive mode",
    "set role rowhouse_request",
    "reset all",
    "set session authorization rowhouse_owner",
    "do 'begin perform 1; end'",
    "copy (select 1) to stdout",
    "prepare x as select 1",
    "declare c cursor with hold for select 1",
    "listen x",
    "call f()",
    "vacuum",
    "/* /* */ select */ lock table rowhouse.project_data",
    "commit",
  ])("lets no statement pass that is neither a query nor a write of rows: %s", async (text) => {
    expect(await unguarded(text)).toBe("42501");
  });
});

describe("the rule for attribute notation", () => {
  it("knows every function of this server that one argument is enough to call", async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select distinct proname as name from pg_proc
      where pronamespace = 'pg_catalog'::regnamespace and prokind in ('f', 'a')
        and pronargs >= 1 and pronargs - pronargdefaults <= 1
        and not 'internal'::regtype = any (proargtypes) and prorettype <> 'internal'::regtype`);
    expect(rows.length).toBeGreaterThan(800);
    const open = rows.map(({ name }) => name).filter((name) => !allowedFunctions.has(name) && passes(name));
    // Conversions whose names columns often have.
    expect(open.sort()).toEqual(["oid", "xid"]);
  });

  it("knows every type that a text can be cast to and that looks something up", async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select typname as name from pg_type
      where typnamespace = 'pg_catalog'::regnamespace and (typname like 'reg%' or typname like '\\_reg%' or typtype = 'c')`);
    expect(rows.length).toBeGreaterThan(80);
    expect(
      rows
        .map(({ name }) => name)
        .filter(passes)
        .sort(),
    ).toEqual(["_regconfig", "regconfig"]);
  });

  /** Whether the guard lets `('x').<name>` through. */
  function passes(name: string): boolean {
    const indirection = {
      A_Indirection: { arg: { A_Const: {} }, indirection: [{ String: { sval: name } }] },
    };
    return (
      guardQuery({ kind: "SelectStmt", fields: { targetList: [{ ResTarget: { val: indirection } }] } }) ===
      null
    );
  }
});
