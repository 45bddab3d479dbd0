import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

// What people with an account of the console try: a viewer and an editor of a project, and the owner of another one.

let harness: AccountsHarness;
let sql: SqlServer;
let server: ApiServer;
let owner: Call;
let people: { readonly [name in "viewer" | "editor" | "stranger"]: Call };
let client: pg.Client;
const at = { base: "", project: "", query: "", run: "", table: "", record: "", theirs: "" };

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  server = await startApiServer();
  client = new pg.Client(harness.owner);
  await client.connect();
  owner = await newUser(server.url, "owner@example.org");
  const [viewer, editor, stranger] = await Promise.all(
    ["viewer", "editor", "stranger"].map((name) => newUser(server.url, `${name}@example.org`)),
  );
  if (viewer === undefined || editor === undefined || stranger === undefined) throw new Error("no users");
  people = { viewer, editor, stranger };
  const { projectId, databaseId } = await newDatabase(owner, "Mine");
  at.base = `/api/database/${databaseId}`;
  at.project = `/api/projects/${projectId}`;
  at.theirs = `/api/database/${(await newDatabase(stranger, "Theirs")).databaseId}`;
  for (const role of ["viewer", "editor"]) await join(`${role}@example.org`, projectId, role);
  const made = await owner("POST", `${at.base}/sql`, { query: definitions, undo: true });
  expect(made.body.error).toBeUndefined();
  const run = await owner("POST", `${at.base}/sql`, {
    query: "update notes set body = 'canary changed' where id = 2",
    undo: true,
  });
  at.run = String(run.body.run?.id);
  const saved = await owner("POST", `${at.base}/sql/queries`, {
    name: "canary query",
    query: "select 'canary text' as a",
    is_shared: false,
  });
  at.query = String(saved.body.query?.id);
  await owner("POST", `${at.theirs}/sql`, { query: "select 1" });
  await stranger("POST", `${at.theirs}/sql`, {
    query:
      "create table notes (id int primary key, body text); insert into notes values (1, 'canary-tenant')",
  });
  const { body } = await owner("GET", `${at.base}/tables`);
  const tables = body.items as unknown as readonly { id: string; name: string }[];
  at.table = String(tables.find(({ name }) => name === "notes")?.id);
});

afterAll(async () => {
  await client.end();
  await server.close();
  await sql.close();
  await harness.close();
});

const definitions = `
create table notes (id int primary key, body text, n int);
insert into notes values (1, 'one', 1), (2, 'two', 2);
create view shown as select id, body from notes;
create function wipe() returns void language sql as $$ delete from notes $$;
create function trusted_wipe() returns void language sql security definer as $$ delete from notes $$;
create function wipe_twice() returns void language sql as $$ select trusted_wipe(); select wipe() $$;`;

async function join(email: string, projectId: string, role: string): Promise<void> {
  await client.query(
    `insert into rowhouse.organization_members (organization_id, user_id, role)
     select p.organization_id, u.id, $3 from rowhouse.projects p, rowhouse.users u where p.id = $1 and u.email = $2`,
    [projectId, email, role],
  );
}

/** All that is kept of the project: what nobody here may change. */
async function kept(): Promise<unknown> {
  const all = [
    "project_data",
    "project_tables",
    "project_objects",
    "project_keys",
    "project_signing_keys",
    "sql_queries",
    "project_databases",
    "imports",
  ].map(
    (table) =>
      `(select coalesce(jsonb_agg(to_jsonb(t) - 'updated_at' order by to_jsonb(t)::text), '[]') from rowhouse.${table} t) as ${table}`,
  );
  return (await client.query(`select ${all.join(", ")}`)).rows[0];
}

/** What is sent, with places of the project filled in. */
type Tried = readonly [method: string, path: string, body?: unknown];
const place = (path: string) => path.replace(/\{(\w+)\}/g, (_, name) => at[name as keyof typeof at]);
const typed = (query: string, more: object = {}): Tried => ["POST", "{base}/sql", { query, ...more }];

/** Writes that a viewer may not make, by whatever door. */
const writes: readonly Tried[] = [
  typed("insert into notes values (9, 'x', 1)"),
  typed("update notes set n = n + 1"),
  typed("delete from notes"),
  typed("with d as (delete from notes returning *) select * from d"),
  typed("merge into notes n using (values (1)) v(id) on n.id = v.id when matched then delete"),
  typed("insert into notes values (1, 'x', 1) on conflict (id) do update set body = 'x'"),
  typed("update shown set body = 'x'"),
  typed("select wipe()"),
  typed("select trusted_wipe()"),
  typed("select wipe_twice()"),
  typed("begin; delete from notes; commit"),
  typed("truncate notes"),
  typed("drop table notes"),
  typed("alter table notes add column x int"),
  typed("create table more (a int)"),
  typed("create view more as select * from notes"),
  typed("create function more() returns int language sql security definer as $$ select 1 $$"),
  typed("create or replace function wipe() returns void language sql as $$ select 1 $$"),
  typed("create policy p on notes using (true)"),
  typed("grant all on notes to anon"),
  typed("grant execute on function wipe() to anon"),
  typed("comment on table notes is 'x'"),
  typed("select * from notes for update"),
  typed("copy notes from stdin"),
  typed("select setval('notes_id_seq', 9)"),
  typed("delete from notes", { read_only: false, undo: true }),
  typed("set x = 1; delete from notes", { unsupported: "skip" }),
  ["POST", "{base}/records/create", { tableName: "notes", records: [{ id: 9, body: "x" }] }],
  ["POST", "{base}/records/update", { tableName: "notes", filters: [], set: { body: "x" } }],
  ["POST", "{base}/records/delete", { tableName: "notes", filters: [] }],
  ["POST", "{base}/records/restore", { ids: [] }],
  ["POST", "{base}/records/import", { tableName: "notes", records: [{ id: 9 }] }],
  ["POST", "{base}/imports", { name: "x.csv", size: 3 }],
  ["POST", "{base}/schema/apply", { changes: [{ kind: "drop_table", table: "notes" }] }],
  [
    "POST",
    "{base}/schema/apply",
    { changes: [{ kind: "create_policy", table: "notes", policy: { name: "p", using: "true" } }] },
  ],
  ["POST", "{base}/tables/create", { name: "more", columns: [] }],
  ["DELETE", "{base}/tables/{table}"],
  ["POST", "{base}/template", { template: "blog" }],
  ["POST", "{base}/sql/history/{run}/undo"],
  ["DELETE", "{base}/trash"],
  ["POST", "{base}/rules/check"],
  [
    "POST",
    "{base}/rules/confirm",
    { table: "notes", verb: "select", identity: "visitor", row: "owner", is_confirmed: true },
  ],
];

/** What belongs to the owner alone, or to the one who made it. */
const others: readonly Tried[] = [
  ["GET", "{base}/sql/queries/{query}"],
  ["PATCH", "{base}/sql/queries/{query}", { name: "mine now", is_shared: true }],
  ["DELETE", "{base}/sql/queries/{query}"],
  ["POST", "{base}/sql/queries/{query}/publish", { name: "published" }],
  ["GET", "{base}/sql/history/{run}"],
  ["DELETE", "{base}/sql/history/{run}"],
  ["POST", "{base}/sql/history/{run}/undo"],
  ["GET", "{project}/keys"],
  ["POST", "{project}/keys", { kind: "secret", name: "mine" }],
  ["POST", "{project}/signing-keys/rotate"],
  ["DELETE", "{project}"],
  ["PATCH", "{base}/auth/settings", { site_url: "https://evil.example" }],
  ["GET", "{base}/auth/mailbox"],
  typed("select * from rowhouse.project_keys"),
  typed("select password_hash from users"),
  typed("select u.password_hash from users u"),
  typed("select set_config('app.claims', '', false)"),
  typed("select * from pg_stat_activity"),
  typed(
    "create function f() returns text language sql security definer as $$ select query from pg_stat_activity limit 1 $$",
  ),
  typed(
    "create function f() returns text language sql security definer as $$ select data::text from rowhouse.project_data limit 1 $$",
  ),
  typed("create view v as select * from rowhouse.users"),
  typed("create policy p on notes using (pg_sleep(1) is null)"),
  typed("create policy p on notes using (exists (select from rowhouse.users))"),
  typed("create table t (a text default current_setting('app.claims'))"),
  typed("create table t (a text generated always as (pg_read_file('/etc/passwd')) stored)"),
  typed("create index i on notes ((pg_read_file(body)))"),
  typed("comment on table notes is 'x'; select * from rowhouse.project_data"),
];

/** The editor's own power over rows and definitions is not under attack here: a viewer and a stranger have none. */
const cases: readonly (readonly [keyof typeof people, readonly Tried[]])[] = [
  ["viewer", [...writes, ...others]],
  ["editor", others],
  ["stranger", [...writes, ...others]],
];

describe.each(cases)("a %s", (name, list) => {
  const named = list.map((tried) => ({ tried, title: JSON.stringify(tried).slice(1, -1) }));
  it.each(named)("is refused, and changes nothing: $title", async ({ tried: [method, path, body] }) => {
    const before = await kept();
    const answer = await people[name](method, place(path), body);
    expect([answer.status, answer.body]).toEqual([
      expect.toSatisfy((status: number) => status >= 400 && status < 500),
      expect.anything(),
    ]);
    // What could not be read at all is refused before anybody is looked up.
    if (name === "stranger") expect([400, 404, 405]).toContain(answer.status);
    const said = JSON.stringify(answer.body).match(/canary|project_data|signing_key/g) ?? [];
    expect(said.filter((word) => !JSON.stringify(body ?? "").includes(word))).toEqual([]);
    expect(await kept()).toEqual(before);
  });
});

describe("what a viewer may try", () => {
  it.each([
    "explain analyze delete from notes",
    "explain (analyze, format json) update notes set n = 0",
    "select users from users",
    "select wipe from (values (1)) x(wipe)",
  ])("changes nothing, and shows nothing hidden: %s", async (query) => {
    const before = await kept();
    const { status, body } = await people.viewer("POST", `${at.base}/sql`, { query });
    expect([status, JSON.stringify(body)]).toEqual([200, expect.not.stringMatching(/password|project_data/)]);
    expect(await kept()).toEqual(before);
  });
});

describe("lists", () => {
  it.each(["sql/queries", "sql/history", "sql/objects"])("%s hold nothing of others", async (path) => {
    for (const name of ["viewer", "editor"] as const) {
      const { status, body } = await people[name]("GET", `${at.base}/${path}`);
      expect([status, JSON.stringify(body).includes("canary")]).toEqual([200, false]);
    }
    expect((await people.stranger("GET", `${at.base}/${path}`)).status).toBe(404);
  });

  it("of another's table answer as if it were not there", async () => {
    for (const path of [
      "records",
      "tables",
      "schema",
      "rules",
      "types",
      "openapi",
      "trash",
      "jobs",
      "search?q=one",
    ])
      expect([path, (await people.stranger("GET", `${at.base}/${path}`)).status]).toEqual([path, 404]);
    const answer = await people.stranger("POST", `${at.theirs}/records/query`, {
      tableName: at.table,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});
