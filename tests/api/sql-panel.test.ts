import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, type Loose, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let sql: SqlServer;
let server: ApiServer;
let owner: Call & { readonly token: string };
let colleague: Call & { readonly token: string };
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  server = await startApiServer();
  owner = await newUser(server.url, "panel@example.org");
  colleague = await newUser(server.url, "colleague@example.org");
  const made = await newDatabase(owner, "Panel");
  base = `/api/database/${made.databaseId}`;
  await join("colleague@example.org", made.projectId, "editor");
  await run(`
    create table authors (id int primary key, name text not null);
    create table posts (
      id int generated always as identity primary key, title text not null, views int, price numeric,
      tags text[], meta jsonb, author_id int references authors on delete cascade, created_at timestamptz default now());
    create table marks (id int primary key, post_id int references posts on delete set null);
    create table notes (id int primary key, body text, parent_id int references notes);
    create table tags (id uuid primary key default gen_random_uuid(), name text not null unique, n int);
    create table labels (code text primary key, title text);
    create table labelled (id int primary key, code text references labels on update cascade on delete cascade);
    insert into authors values (1, 'Ada'), (2, 'Grace');
    insert into posts (title, views, price, tags, meta, author_id)
      select 'Post ' || n, n, n + 0.10, array['a', 'b'], jsonb_build_object('n', n), 1 + n % 2 from generate_series(1, 6) n;
    insert into notes values (1, 'one', null), (2, 'two', 1);
    insert into tags (id, name, n) values ('00000000-0000-4000-8000-000000000001', 'red', 1), ('00000000-0000-4000-8000-000000000002', 'blue', 2);
    insert into labels values ('a', 'A'), ('b', 'B'); insert into labelled values (1, 'a'), (2, 'a'), (3, 'b')`);
});
afterAll(async () => {
  await server.close();
  await sql.close();
  await harness.close();
});

/** A member of the project's organization. */
async function join(email: string, projectId: string, role: string): Promise<void> {
  const client = new pg.Client(harness.owner);
  await client.connect();
  await client.query(
    `insert into rowhouse.organization_members (organization_id, user_id, role)
     select p.organization_id, u.id, $3 from rowhouse.projects p, rowhouse.users u where p.id = $1 and u.email = $2`,
    [projectId, email, role],
  );
  await client.end();
}

const run = async (query: string, more: object = {}, call: Call = owner) => {
  const answer = await call("POST", `${base}/sql`, { query, ...more });
  return { ...answer, body: answer.body as Loose & { run?: { id: string; undo: unknown } } };
};
const rows = async (query: string) => (await run(query, { history: false })).body.results?.[0]?.rows;
const everything = () =>
  rows(
    "select jsonb_agg(to_jsonb(p) order by p.id) from posts p union all select jsonb_agg(to_jsonb(n) order by n.id) from notes n union all select jsonb_agg(to_jsonb(a) order by a.id) from authors a union all select jsonb_agg(to_jsonb(t) order by t.name) from tags t union all select jsonb_agg(to_jsonb(l) order by l.code) from labels l union all select jsonb_agg(to_jsonb(l) order by l.id) from labelled l",
  );
const undo = (id: unknown, call: Call = owner) => call("POST", `${base}/sql/history/${String(id)}/undo`);

describe("history", () => {
  it("has what was run, how long it took, its rows and its error, newest first", async () => {
    await run("select title from posts where views > $1", { params: [4] });
    await run("select nothing from posts");
    const { body } = await owner("GET", `${base}/sql/history?limit=2`);
    expect(body).toMatchObject({
      items: [
        { query: "select nothing from posts", status: "failed", error: { code: "42703" }, row_count: 0 },
        {
          query: "select title from posts where views > $1",
          status: "done",
          params: [4],
          row_count: 2,
          error: null,
          commands: ["SELECT"],
        },
      ],
    });
    expect(Number(body.items?.[0]?.ms)).toBeGreaterThan(0);
    expect(Number(body.total)).toBeGreaterThanOrEqual(3);
  });

  it("keeps the parameters' names, where they are those of what was run", async () => {
    const query = "select title from posts where views > $1      ";
    const named = "select title from posts where views > {{least}}";
    await run(query.slice(0, named.length).padEnd(named.length), { params: [4], named_query: named });
    await run("select 1 where 4 > $1", { params: [4], named_query: "select {{least}}" });
    const { body } = await owner("GET", `${base}/sql/history?limit=2`);
    expect(body).toMatchObject({
      items: [
        { query: "select 1 where 4 > $1", params: [4] },
        { query: named, params: [4], row_count: 2 },
      ],
    });
  });

  it("is searched by text and is everybody's own", async () => {
    await run("select 'needle'");
    const found = await owner("GET", `${base}/sql/history?search=NEEDLE`);
    expect(found.body).toMatchObject({ total: 1, items: [{ query: "select 'needle'" }] });
    expect((await colleague("GET", `${base}/sql/history`)).body).toMatchObject({ total: 0, items: [] });
  });

  it("keeps the newest 500 runs, and of a long text its beginning", async () => {
    const client = new pg.Client(harness.owner);
    await client.connect();
    await client.query(`insert into rowhouse.sql_runs (project_id, id, user_id, query, status, ms, created_at)
      select project_id, gen_random_uuid(), user_id, 'select ' || n, 'done', 1, now() - interval '1 day' from rowhouse.sql_runs, generate_series(1, 600) n
       where query = 'select ''needle'''`);
    await client.end();
    await run(`select 1 -- ${"x".repeat(30_000)}`);
    const { body } = await owner("GET", `${base}/sql/history?limit=1`);
    expect(body).toMatchObject({ total: 500, items: [{ is_cut: true }] });
    expect(String(body.items?.[0]?.query)).toHaveLength(20_000);
  });

  it("leaves out what a personal access token runs, unless that asks for it", async () => {
    const { body } = await owner("POST", "/api/tokens", { name: "machine" });
    const headers = { Authorization: `Bearer ${String(body.token?.token)}` };
    await owner("POST", `${base}/sql`, { query: "select 'machine'" }, headers);
    expect((await owner("GET", `${base}/sql/history?search=machine`)).body.total).toBe(0);
    await owner("POST", `${base}/sql`, { query: "select 'machine'", history: true }, headers);
    expect((await owner("GET", `${base}/sql/history?search=machine`)).body.total).toBe(1);
  });

  it("says of a dry run that it was one", async () => {
    await run("delete from notes where id = 2", { dry_run: true, undo: true });
    const { body } = await owner("GET", `${base}/sql/history?limit=1`);
    expect(body.items?.[0]).toMatchObject({ is_trial: true, undo_rows: 0 });
    expect(await rows("select count(*) from notes")).toEqual([[2]]);
  });
});

describe("undo", () => {
  it.each([
    [
      "an update",
      "update posts set title = upper(title), price = price * 1.1, tags = tags || array['c'], meta = null, views = null where id <= 3",
    ],
    ["a delete", "delete from notes where id = 2"],
    ["a delete of rows that refer to each other", "delete from notes"],
    ["a delete that takes others along", "delete from authors where id = 1"],
    ["an insert", "insert into posts (title, author_id) select 'New', 1 from generate_series(1, 3)"],
    [
      "several writes of the same rows",
      "update posts set views = 1; insert into posts (title) values ('x'); update posts set views = 2; delete from posts where title = 'x'",
    ],
    [
      "a write in a WITH list",
      "with gone as (delete from notes where id = 2 returning *) update posts set views = (select id from gone) where id = 1",
    ],
    [
      "an upsert",
      "insert into notes values (1, 'other', 2), (7, 'new', null) on conflict (id) do update set body = excluded.body || notes.body, parent_id = excluded.parent_id",
    ],
    [
      "an upsert that leaves some rows alone, and tells the rows before",
      "insert into tags (name, n) values ('red', 10), ('blue', 20), ('green', 30) on conflict (name) do update set n = excluded.n where tags.n < 2 returning old.n, new.n",
    ],
    [
      "an upsert of rows that the same text writes again",
      "insert into notes values (1, 'a') on conflict (id) do update set body = 'b'; update notes set body = 'c' where id = 1; delete from notes where id = 2",
    ],
    [
      "a MERGE of all three kinds",
      "merge into notes n using (values (1, 'changed'), (2, null), (9, 'new')) v(id, body) on n.id = v.id when matched and v.body is null then delete when matched then update set body = v.body when not matched then insert (id, body) values (v.id, v.body)",
    ],
    [
      "a MERGE whose deletes take others along",
      "merge into authors a using (values (1)) v(id) on a.id = v.id when matched then delete",
    ],
    ["a change of a whole number's key", "update notes set id = id + 100, body = 'x' where id = 2"],
    ["a change of a key that other rows follow", "update labels set code = 'z' where code = 'a'"],
    [
      "a change of a uuid key",
      "update tags set id = gen_random_uuid(), n = n + 1 where name in ('red', 'blue') returning id",
    ],
    [
      "a MERGE that changes a uuid key",
      "merge into tags t using (values ('red')) v(name) on t.name = v.name when matched then update set id = gen_random_uuid()",
    ],
  ])("puts back %s", async (_what, query) => {
    // What is set null by a delete is not kept: see below.
    await run("drop table if exists marks");
    const before = await everything();
    const { body } = await run(query, { undo: true });
    expect(body.error).toBeUndefined();
    expect(body.run?.undo).toMatchObject({ refusal: null });
    expect(await everything()).not.toEqual(before);
    const answer = await undo(body.run?.id);
    expect(answer.body).toMatchObject({ undone: expect.any(Array) });
    expect(await everything()).toEqual(before);
    expect((await undo(body.run?.id)).body.error).toMatchObject({ code: "RH403" });
  });

  it("leaves the words to the write itself, where a row has no key", async () => {
    const { body } = await run("insert into tags (id, name) values (null, 'keyless')", { undo: true });
    expect(body.error).toMatchObject({
      code: "23502",
      message: 'null value in column "id" of relation "tags" violates not-null constraint',
    });
  });

  it("refuses, and names the rows, when they were changed since", async () => {
    const { body } = await run("update posts set views = views + 100 where id in (1, 2)", { undo: true });
    await run("update posts set title = 'Other' where id = 2");
    const before = await everything();
    const { status, body: refusal } = await undo(body.run?.id);
    expect(status).toBe(409);
    expect(refusal.error).toMatchObject({ code: "RH302", details: [{ table: "posts", row: "2" }] });
    expect(await everything()).toEqual(before);
  });

  it("refuses to delete inserted rows that others refer to by now", async () => {
    const { body } = await run("insert into authors values (9, 'Edsger')", { undo: true });
    await run("insert into posts (title, author_id) values ('Later', 9)");
    const { body: refusal } = await undo(body.run?.id);
    expect(refusal.error).toMatchObject({ code: "RH302", details: [{ table: "posts" }] });
    expect(await rows("select count(*) from posts where author_id = 9")).toEqual([[1]]);
    await run("delete from authors where id = 9");
  });

  it("says beforehand what it cannot do, and why", async () => {
    const refusal = async (query: string) => (await run(query, { undo: true })).body.run?.undo;
    await run("create table marks (id int primary key, post_id int references posts on delete set null)");
    expect(await refusal("update tags set id = gen_random_uuid(); update tags set n = 1")).toMatchObject({
      rows: 0,
      refusal: expect.stringContaining('Keys of "tags"'),
    });
    await run("create table emptied (id int primary key, code text references labels on update set null)");
    expect(await refusal("update labels set code = 'y' where code = 'b'")).toMatchObject({
      refusal: expect.stringContaining("emptied"),
    });
    expect(await refusal("delete from posts where id = 6")).toMatchObject({
      refusal: expect.stringContaining("marks"),
    });
    expect(await refusal("create table more (id int); insert into more values (1)")).toMatchObject({
      refusal: expect.stringContaining("definitions"),
    });
    expect(await refusal("insert into more select generate_series(1, 1001)")).toMatchObject({
      rows: 0,
      refusal: "It wrote more than 1,000 rows.",
    });
    expect(
      await refusal("insert into notes select g, repeat('x', 900000) from generate_series(100, 105) g"),
    ).toMatchObject({ refusal: expect.stringContaining("too large") });
    expect(await refusal("select 1")).toBeNull();
  });

  it("is told by a trial, which keeps nothing", async () => {
    const tried = async (query: string) => (await run(query, { undo: true, dry_run: true })).body.run?.undo;
    expect(await tried("update posts set views = 5 where id = 1")).toBeNull();
    expect(await tried("create table never (id int)")).toMatchObject({
      rows: 0,
      refusal: expect.stringContaining("definitions"),
    });
    expect(await tried("insert into notes select g, 'x' from generate_series(1000, 2000) g")).toMatchObject({
      refusal: "It wrote more than 1,000 rows.",
    });
    expect(await rows("select count(*) from notes where id >= 1000")).toEqual([[0]]);
    const { body } = await owner("GET", `${base}/sql/history`);
    expect(body.items?.[0]).toMatchObject({ is_trial: true, undo_rows: 0, undo_refusal: null });
  });

  it("of a key refuses when the row, or its place, was taken since", async () => {
    const { body } = await run("update notes set id = 50 where id = 2", { undo: true });
    await run("insert into notes values (2, 'somebody else')");
    const { status, body: refusal } = await undo(body.run?.id);
    expect(status).toBe(409);
    expect(refusal.error?.message).toBe("Another row has the same id.");
    expect(await rows("select id, body from notes where id in (2, 50) order by id")).toHaveLength(2);
    await run("delete from notes where id = 2; update notes set id = 2 where id = 50");
    const upsert = await run(
      "insert into tags (name, n) values ('red', 7) on conflict (name) do update set n = 7",
      {
        undo: true,
      },
    );
    await run("update tags set n = 8 where name = 'red'");
    expect((await undo(upsert.body.run?.id)).body.error).toMatchObject({
      code: "RH302",
      details: [{ table: "tags" }],
    });
  });

  it("is one's own: a colleague's run is not there", async () => {
    const { body } = await run("update posts set views = 7 where id = 1", { undo: true });
    expect((await undo(body.run?.id, colleague)).status).toBe(404);
  });
});

describe("an upsert or a MERGE", () => {
  it("says how many of its rows it added, changed and deleted, whatever it returns", async () => {
    await run("create table seats (id int primary key, taken boolean)");
    await run("insert into seats values (1, false), (2, false)");
    const upsert =
      "insert into seats select g, true from generate_series(2, 2500) g on conflict (id) do update set taken = true where not seats.taken";
    const merge =
      "merge into seats s using generate_series(1, 3) g on s.id = g when matched and g = 1 then delete when matched then update set taken = true when not matched then insert values (g, true)";
    const results = async (query: string) => (await run(query, { dry_run: true })).body.results;
    const counts = { row_count: 2499, effects: { added: 2498, changed: 1 } };
    expect(await results(upsert)).toMatchObject([{ ...counts, columns: [], rows: [] }]);
    const shown = (await results(`${upsert} returning taken, id`))?.[0];
    expect(shown).toMatchObject({
      ...{ ...counts, truncated: true },
      columns: [{ name: "taken" }, { name: "id" }],
    });
    expect(shown).toHaveProperty("rows.0", [true, 2]);
    const merged = { row_count: 3, effects: { added: 1, changed: 1, deleted: 1 } };
    expect(await results(merge)).toMatchObject([{ ...merged, columns: [] }]);
    expect(await results(`${merge} returning s.id, merge_action()`)).toMatchObject([
      { ...merged, columns: [{ name: "id" }, { name: "merge_action" }] },
    ]);
    const none =
      "insert into seats values (1, true) on conflict (id) do update set taken = true where false returning id";
    expect(await results(none)).toMatchObject([{ effects: { added: 0, changed: 0 }, rows: [] }]);
    const plain = await results("insert into seats values (9, true) on conflict do nothing");
    expect(plain?.[0]).not.toHaveProperty("effects");
  });
});

describe("saved queries", () => {
  const save = (body: object, call: Call = owner) => call("POST", `${base}/sql/queries`, body);

  it("have names, folders and typed parameters, and are changed and deleted", async () => {
    const made = await save({
      name: " Busy ",
      folder: "Reports / 2026",
      query: "select * from posts where views > {{least}}",
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        query: {
          name: "Busy",
          folder: "Reports/2026",
          is_own: true,
          is_shared: false,
          parameters: [{ name: "least", type: "text", default: null }],
        },
      },
    });
    const path = `${base}/sql/queries/${String(made.body.query?.id)}`;
    const parameters = [{ name: "least", type: "integer", default: "3" }];
    expect((await owner("PATCH", path, { parameters })).body.query).toMatchObject({ parameters });
    const renamed = await owner("PATCH", path, {
      name: "Busiest",
      folder: "",
      query: "select 1 where {{least}} > {{most}}",
    });
    expect(renamed.body.query).toMatchObject({
      name: "Busiest",
      folder: "",
      parameters: [...parameters, { name: "most", type: "text", default: null }],
    });
    expect((await owner("GET", `${base}/sql/queries?search=busiest`)).body).toMatchObject({ total: 1 });
    expect((await owner("DELETE", path)).status).toBe(200);
    expect((await owner("DELETE", path)).status).toBe(404);
  });

  it("refuse parameters that are not those of the text", async () => {
    const parameters = [{ name: "b", type: "integer", default: null }];
    const { body } = await save({ name: "x", query: "select {{a}}", parameters });
    expect(body.error).toMatchObject({
      code: "RH002",
      details: [{ path: "/parameters/0/name" }, { path: "/parameters" }],
    });
  });

  it("are one's own until they are shared, and are changed by their owner and admins", async () => {
    const { body } = await save({ name: "Ours", query: "select 1" }, colleague);
    const path = `${base}/sql/queries/${String(body.query?.id)}`;
    expect((await owner("PATCH", path, { name: "Mine" })).status).toBe(404);
    await colleague("PATCH", path, { is_shared: true });
    expect((await owner("GET", `${base}/sql/queries?search=ours`)).body.items?.[0]).toMatchObject({
      is_own: false,
      owner: "colleague@example.org",
    });
    expect((await owner("PATCH", path, { name: "Everybody's" })).status).toBe(200);
    const theirs = await save({ name: "Owner's", query: "select 1", is_shared: true });
    const answer = await colleague("DELETE", `${base}/sql/queries/${String(theirs.body.query?.id)}`);
    expect(answer.body.error).toMatchObject({ code: "RH102" });
  });

  it("send their parameters beside the text, each in its type", async () => {
    const { body } = await run("select $1 as a, $2 as b, $3 as c", {
      params: ["2026-01-02", 7, "'; drop table posts"],
      param_types: ["date", "integer", "text"],
    });
    expect(body.results?.[0]).toMatchObject({
      columns: [{ type: "date" }, { type: "integer" }, { type: "text" }],
      rows: [["2026-01-02", 7, "'; drop table posts"]],
    });
  });

  it("may leave a parameter's type to its place", async () => {
    const { body } = await run(
      "select title from posts where views >= $1 and $2 = 'x' order by id limit $3",
      {
        params: ["0", "x", "1"],
        param_types: ["unknown", "unknown", "unknown"],
      },
    );
    expect(body.results?.[0]).toMatchObject({ row_count: 1 });
    expect((await run("select 1", { param_types: ["nonsense"] })).status).toBe(400);
  });

  it("are published as functions that SQL and the data API call", async () => {
    const query =
      "-- the busiest\nselect title, views from posts where views >= {{least}} and title like {{pattern}} order by id;";
    const parameters = [
      { name: "least", type: "integer", default: "2" },
      { name: "pattern", type: "text", default: null },
    ];
    const made = await save({ name: "Busy", query, parameters });
    const path = `${base}/sql/queries/${String(made.body.query?.id)}/publish`;
    const { status, body } = await owner("POST", path, { name: "busy_posts" });
    expect([status, body.function]).toMatchObject([
      201,
      { arguments: [{ name: "pattern" }, { name: "least" }] },
    ]);
    await run("update posts set title = 'Five', views = 5 where id = 5");
    expect(await rows("select * from busy_posts('Fi%')")).toEqual([["Five", 5]]);
    expect(await rows("select title from busy_posts('Fi%', 6)")).toEqual([]);
    expect((await owner("POST", path, { name: "busy_posts" })).body.error).toMatchObject({ code: "42723" });
    expect((await owner("POST", path, { name: "busy_posts", replace: true })).status).toBe(201);
    const objects = await owner("GET", `${base}/sql/objects`);
    expect(objects.body.functions).toMatchObject([
      { name: "busy_posts", arguments: [{ name: "pattern", type: "text" }, { name: "least" }] },
    ]);
  });

  it("are not published when their result is none", async () => {
    const publish = async (query: string) => {
      const made = await save({ name: "x", query });
      return (
        await owner("POST", `${base}/sql/queries/${String(made.body.query?.id)}/publish`, { name: "x" })
      ).body.error;
    };
    expect(await publish("select 1")).toMatchObject({
      code: "RH002",
      details: [{ message: expect.stringContaining("AS") }],
    });
    expect(await publish("select 1 as a, 2 as a")).toMatchObject({
      details: [{ message: expect.stringContaining("two columns") }],
    });
    expect(await publish("delete from notes")).toMatchObject({ code: "RH002" });
  });
});

describe("a look at a text", () => {
  const check = async (query: string, more: object = {}) =>
    (await owner("POST", `${base}/sql/check`, { query, ...more })).body;

  it("finds nothing wrong with what would run, and tells what it would do", async () => {
    expect(
      await check("select p.title, count(*) as n from posts p group by 1; update posts set views = $1"),
    ).toMatchObject({
      problems: [],
      statements: [
        {
          command: "SELECT",
          kind: "query",
          is_unbounded: false,
          columns: [
            { name: "title", type: "text" },
            { name: "n", type: "bigint" },
          ],
          start: 0,
          end: 53,
        },
        { command: "UPDATE", kind: "write", is_unbounded: true, tables: ["posts"], columns: [], start: 55 },
      ],
    });
  });

  it.each([
    ["a syntax error", "select 1; selec title from posts", "42601", 1, 1],
    ["an unknown table", "select 1; select * from post", "42P01", 1, 15],
    ["an unknown column behind characters of two units", "select '𝒳', titel from posts", "42703", 0, 13],
    ["an unknown column of an alias", "select p.nothing from posts p", "42703", 0, 8],
    ["an unknown column of a write", "update posts set nothing = 1", "42703", 0, 18],
    ["a function that is not allowed", "select pg_sleep(1)", "42501", 0, 8],
    ["types that do not go together", "select title + 1 from posts", "42883", 0, 14],
    ["a definition over something unknown", "alter table nothing add column a int", "42P01", 0, 13],
  ])("finds %s where it is", async (_what, query, code, statement, position) => {
    const { problems } = await check(query);
    expect(problems).toMatchObject([{ code, statement, position }]);
  });

  it("finds a problem in each statement, and none in what stands behind a definition", async () => {
    expect((await check("select a from posts; select b from posts")).problems).toHaveLength(2);
    expect((await check("create table fresh (id int); insert into fresh values (1)")).problems).toEqual([]);
  });

  it("finds the problems of the statements around a syntax error, where they are", async () => {
    const { problems } = await check(
      "select '𝒳' frm posts x y; select titel from posts; selct '𝒳'; select 1 + ; sel",
    );
    expect(problems).toMatchObject([
      { code: "42601", statement: 0, position: 16 },
      { code: "42703", statement: 1, position: 8 },
      { code: "42601", statement: 2, position: 1 },
      { code: "42601", statement: 3, position: 12 },
      { code: "42601", statement: 4, position: 1 },
    ]);
    expect(
      (await check("select titel from posts; selct 1; select '𝒳', boddy from posts")).problems,
    ).toMatchObject([
      { code: "42703", statement: 0, position: 8 },
      { code: "42601", statement: 1, position: 1 },
      { code: "42703", statement: 2, position: 13 },
    ]);
  });

  it("runs nothing", async () => {
    const before = await everything();
    await check("delete from posts; drop table notes");
    expect(await everything()).toEqual(before);
  });
});

describe("parts of a result", () => {
  it("end at the limit, which is told, and are followed by the run", async () => {
    const response = await fetch(`${server.url}${base}/sql`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${owner.token}`,
        "Content-Type": "application/json",
        Accept: "application/x-ndjson",
      },
      body: JSON.stringify({
        query: "select * from generate_series(1, 5000); select 1",
        limit: 1200,
        history: true,
      }),
    });
    const lines = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Loose);
    const counts = lines.map(({ rows: part }) => (part === undefined ? 0 : Object.keys(part).length));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1201);
    expect(lines.filter((line) => "row_count" in line)).toMatchObject([
      { row_count: 1200, truncated: true },
      { row_count: 1, truncated: false },
    ]);
    expect(lines.at(-1)).toMatchObject({ run: { undo: null } });
  });
});

it("a value that is too large behind a write is an error of its statement, and nothing was written", async () => {
  const { status, body } = await run("insert into labels values ('big', 'B'); select repeat('x', 100000000)");
  expect([status, body.error?.code]).toEqual([400, "54000"]);
  expect(await rows("select count(*) from labels where code = 'big'")).toEqual([[0]]);
});
