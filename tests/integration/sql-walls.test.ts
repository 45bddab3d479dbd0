import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signClaims } from "#lib/db/claims.ts";
import { allowedFunctions } from "#lib/expression/allowed-functions.ts";
import { engineFunctions, functionGrants } from "#lib/expression/function-grants.ts";
import { guardQuery } from "#lib/expression/guard.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let server: SqlServer;
let mine: EngineProject;
let theirs: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  server = sqlServer(db);
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
  owner = new pg.Client(db.owner);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await server.close();
  await db.close();
});

const limits = { timeoutMs: 5_000, rowsMax: 100, bytesMax: 1_000_000 };

/** Statements as they stand, with the guard taken away: the SQLSTATE, or the rows of the last one. */
async function unguarded(...texts: readonly string[]): Promise<unknown> {
  const statements = texts.map((text) => ({ text, values: [] }));
  const outcome = await server.sqlRunner.selectAll(mine.scope, statements, limits);
  return outcome.ok ? outcome.results.at(-1)?.rows : outcome.failure.sqlstate;
}

/** The same on the bare login, in a read-only transaction with the project's context: the door is gone as well. */
async function atTheServer(...texts: readonly string[]): Promise<unknown> {
  const client = new pg.Client(db.login("rowhouse_sql"));
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(`set local "app.claims" = '${signClaims(mine.scope, db.signingKey)}'`);
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
      select count(*) filter (where has_table_privilege('rowhouse_sql', oid, 'select'))::int as readable,
             count(*) filter (where has_table_privilege('rowhouse_request', oid, 'select'))::int as "forRequests"
      from pg_class where relnamespace in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        and relkind in ('r', 'v') and (relnamespace = 'pg_catalog'::regnamespace or has_schema_privilege('rowhouse_sql', 'information_schema', 'usage'))`);
    expect(rows[0]?.readable).toBe(0);
    expect(rows[0]?.forRequests).toBeGreaterThan(100);
  });

  it("give the other login what everybody had, and nothing that was closed from the start", async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select p.oid::regprocedure::text as name from pg_proc p
      left join pg_init_privs i on i.classoid = 'pg_proc'::regclass and i.objoid = p.oid
      where pronamespace = 'pg_catalog'::regnamespace
        and has_function_privilege('rowhouse_request', p.oid, 'execute')
          <> (i.objoid is null or exists (select from aclexplode(i.initprivs) where grantee = 0))`);
    expect(rows).toEqual([]);
    const closed = [
      "pg_authid",
      "pg_shadow",
      "pg_statistic",
      "pg_user_mapping",
      "pg_largeobject",
      "pg_file_settings",
    ];
    const readable = await owner.query(
      "select n from unnest($1::text[]) n where has_table_privilege('rowhouse_request', 'pg_catalog.' || n, 'select')",
      [closed],
    );
    expect(readable.rows).toEqual([]);
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
