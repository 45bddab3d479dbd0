import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let server: DataApiServer;
let typed: SqlServer;
let app: AppProject;
let client: SupabaseClient;
let visitor: SupabaseClient;

const definitions = `
create table counters (id bigint primary key, title text, n int not null default 0, secret int);
create policy read on counters for select using (true);
create policy change on counters for update using (id < 3) with check (n < 100);
create policy add on counters for insert with check (id > 10);
create table hidden (id bigint primary key, n int);
create function increment(row_id bigint, by int default 1) returns int language sql
  as $$ update counters set n = n + by where id = row_id returning n $$;
create function bump(row_id bigint) returns void language sql
  as $$ update public.counters set n = n + 1 where id = $1 $$;
create function add_counter(id bigint, title text) returns setof counters language sql
  as $$ insert into counters (id, title) values (id, title || '!') returning * $$;
create function copy_counters(past bigint) returns table (new_id bigint, name text) language sql
  as $$ insert into counters (id, title) select c.id + past, c.title from counters c order by c.id returning id, title $$;
create function put_counter(id bigint, n int) returns void language sql
  as $$ insert into counters values (put_counter.id, 'put', put_counter.n, null)
     on conflict (id) do update set n = excluded.n + 1 $$;
create function clear(at_least int) returns setof bigint language sql
  as $$ delete from counters where n >= at_least returning id $$;
create function move(a bigint, b bigint, by int) returns table (id bigint, n int) language sql
  as $$ with x as (update counters set n = n - by where id = a returning id, n),
             y as (update counters set n = n + by where id = b returning id, n)
        select * from x union all select * from y order by 1 $$;
create function drop_post(post bigint) returns text language sql
  as $$ with d as (delete from posts p where p.id = post returning title) select title from d $$;
create function open_counter(id bigint, title text default 'new') returns counters language sql
  as $$ insert into counters (id, title) values (id, title);
        update counters set n = n + 5 where id = $1;
        select * from counters where id = open_counter.id $$;
create function open_two(id bigint) returns void language sql begin atomic
  select open_counter(id, 'a'); select open_counter(open_two.id + 1); end;
create function from_hidden() returns void language sql
  as $$ update counters set n = (select coalesce(max(n), 0) from hidden) where id = 1 $$;`;

const sql = (query: string) => runSql(app.actor, app.databaseId, { query });
const all = async (query: string) => (await sql(query)).results.at(-1)?.rows;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
  app = await blogProject();
  await sql(definitions);
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
  visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
});

beforeEach(async () => {
  await sql(
    "delete from counters; insert into counters values (1, 'one', 1, 7), (2, 'two', 2, 8), (3, 'three', 3, 9)",
  );
});

afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

function post(name: string, body: object, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/${name}`, {
    method: "POST",
    headers: { apikey: app.keys.service_role, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe("a function of several statements", () => {
  it("runs them in order in one transaction, and answers with the last one's rows", async () => {
    const made = await client.rpc("open_counter", { id: 20, title: "x" });
    expect(made).toMatchObject({ error: null, data: { id: 20, title: "x", n: 5 } });
    const again = await client.rpc("open_counter", { id: 20 });
    expect(again.error?.code).toBe("23505");
    expect((await client.rpc("open_two", { id: 30 })).error).toBeNull();
    expect(await all("select id, title, n from counters where id >= 20 order by id")).toEqual([
      [20, "x", 5],
      [30, "a", 5],
      [31, "new", 5],
    ]);
  });

  it("stores nothing when one of them fails, or the client says so", async () => {
    expect((await client.rpc("open_two", { id: 2 })).error?.code).toBe("23505");
    await post("open_counter", { id: 40 }, { prefer: "tx=rollback" });
    expect(await all("select count(*) from counters where id > 3")).toEqual([[0]]);
  });

  it("is bound by the caller's rules, statement by statement", async () => {
    const refused = await visitor.rpc("open_counter", { id: 5 });
    expect(refused.error?.code).toBe("42501");
    // It may add the row, and not change it.
    const added = await visitor.rpc("open_counter", { id: 50 });
    expect(added).toMatchObject({ error: null, data: { id: 50, n: 0 } });
  });

  it("is a statement of its own, and no part of another", async () => {
    await expect(sql("select open_counter(60), 1")).rejects.toMatchObject({ code: "0A000" });
    await expect(sql("explain select open_counter(60)")).rejects.toMatchObject({ code: "0A000" });
    await expect(
      sql(
        "create or replace function open_two(id bigint) returns void language sql as $$ select open_two(id) $$",
      ),
    ).rejects.toMatchObject({ code: "54001" });
  });
});

describe("functions that write", () => {
  it("give a value, and take defaults", async () => {
    expect((await client.rpc("increment", { row_id: 1 })).data).toBe(2);
    expect((await client.rpc("increment", { row_id: 1, by: 5 })).data).toBe(7);
    expect((await client.rpc("increment", { row_id: 99 })).data).toBeNull();
    expect(await all("select n from counters where id = 1")).toEqual([[7]]);
  });

  it("that return nothing answer 204", async () => {
    const { status, data } = await client.rpc("bump", { row_id: 2 });
    expect([status, data]).toEqual([204, null]);
    expect(await all("select n from counters where id = 2")).toEqual([[3]]);
  });

  it("tell an argument from a column of its name", async () => {
    const { data } = await client.rpc("add_counter", { id: 20, title: "x'; --" });
    expect(data).toEqual([{ id: 20, title: "x'; --!", n: 0, secret: null }]);
  });

  it("give rows that are filtered, ordered and shaped as those of a table", async () => {
    const { data, error } = await client
      .rpc("copy_counters", { past: 100 })
      .select("name")
      .gt("new_id", 101)
      .order("new_id", { ascending: false });
    expect(error).toBeNull();
    expect(data).toEqual([{ name: "three" }, { name: "two" }]);
    // What the request leaves out was written too.
    expect(await all("select count(*) from counters")).toEqual([[6]]);
  });

  it("insert or change", async () => {
    expect((await client.rpc("put_counter", { id: 1, n: 40 })).status).toBe(204);
    expect((await client.rpc("put_counter", { id: 50, n: 40 })).status).toBe(204);
    expect(await all("select id, n from counters where id in (1, 50) order by 1")).toEqual([
      [1, 41],
      [50, 40],
    ]);
  });

  it("write in several places at once", async () => {
    const { data, error } = await client.rpc("move", { a: 3, b: 1, by: 2 });
    expect(error).toBeNull();
    expect(data).toEqual([
      { id: 1, n: 3 },
      { id: 3, n: 1 },
    ]);
  });

  it("take with them what refers to the rows", async () => {
    await sql(
      "insert into posts (id, title) values (70, 'Gone'); insert into comments (body, post_id) values ('c', 70)",
    );
    expect((await client.rpc("drop_post", { post: 70 })).data).toBe("Gone");
    expect(await all("select count(*) from comments where post_id = 70")).toEqual([[0]]);
  });

  it("are not called by GET", async () => {
    const { status, error } = await client.rpc("increment", { row_id: 1 }, { get: true });
    expect([status, error?.code]).toEqual([405, "25006"]);
    expect(await all("select n from counters where id = 1")).toEqual([[1]]);
  });

  it("leave nothing with tx=rollback, and nothing past max-affected", async () => {
    const rolled = await post("clear", { at_least: 2 }, { prefer: "tx=rollback" });
    expect([rolled.status, await rolled.json()]).toEqual([200, [2, 3]]);
    const many = await post("clear", { at_least: 2 }, { prefer: "handling=strict, max-affected=1" });
    expect([many.status, await many.json()]).toMatchObject([400, { code: "PGRST124" }]);
    const object = await post("clear", { at_least: 2 }, { accept: "application/vnd.pgrst.object+json" });
    expect(object.status).toBe(406);
    expect(await all("select count(*) from counters")).toEqual([[3]]);
    expect((await client.rpc("clear", { at_least: 2 })).data).toEqual([2, 3]);
  });

  it("follow a column that comes later", async () => {
    await sql("alter table counters add column note text default 'new'");
    const { data } = await client.rpc("increment", { row_id: 1 });
    expect(data).toBe(2);
    await sql("alter table counters drop column note");
  });

  it("tell of a broken constraint in the table's own names", async () => {
    const { error, status } = await client.rpc("add_counter", { id: 1, title: "again" });
    expect([status, error?.code]).toEqual([409, "23505"]);
    expect(error?.message).toBe('duplicate key value violates unique constraint "counters_pkey"');
  });

  it("are part of a batch like any other write", async () => {
    const answer = await post("_batch", {
      ops: [
        { name: "made", path: "/rpc/add_counter", body: { id: 20, title: "new" } },
        { path: "/rpc/increment", body: { row_id: { $ref: "made.id" }, by: 5 } },
        { path: "/rpc/bump", body: { row_id: 1 } },
      ],
    });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      [
        { status: 200, body: [{ id: 20, title: "new!", n: 0, secret: null }] },
        { status: 200, body: 5 },
        { status: 204, body: null },
      ],
    ]);
    expect(await all("select id, n from counters where id in (1, 20) order by id")).toEqual([
      [1, 2],
      [20, 5],
    ]);
  });

  it("leave nothing of a batch that fails later, and are bound by its caller's rules", async () => {
    const failed = await post("_batch", {
      ops: [
        { path: "/rpc/bump", body: { row_id: 1 } },
        { path: "/rpc/add_counter", body: { id: 1, title: "again" } },
      ],
    });
    expect([failed.status, ((await failed.json()) as { code: string }).code]).toEqual([409, "23505"]);
    const ops = [{ path: "/rpc/bump", body: { row_id: 3 } }];
    expect((await visitor.rpc("_batch", { ops })).error).toBeNull();
    expect(await all("select n from counters where id in (1, 3) order by id")).toEqual([[1], [3]]);
  });
});

describe("a table that a view reads", () => {
  it("is dropped, as are its columns, only with the view", async () => {
    await sql(
      "create table seen (id bigint primary key, a int, b int); create view shown as select a from seen",
    );
    const drop = (change: Change) => applySchema(app.actor, app.databaseId, { changes: [change] });
    for (const change of [
      { kind: "drop_table", table: "seen" },
      { kind: "drop_table", table: "seen", cascade: true },
      { kind: "drop_column", table: "seen", column: "a" },
    ] as const) {
      await expect(drop(change)).rejects.toMatchObject({
        code: "RH203",
        message: expect.stringContaining('"shown"'),
      });
    }
    await drop({ kind: "drop_column", table: "seen", column: "b" });
    await sql("drop table seen cascade");
    await expect(sql("select * from shown")).rejects.toMatchObject({ code: "42P01" });
  });
});

describe("the rules of whoever calls a function that writes", () => {
  it("choose the rows that are changed", async () => {
    expect((await visitor.rpc("increment", { row_id: 1 })).data).toBe(2);
    expect((await visitor.rpc("increment", { row_id: 3 })).data).toBeNull();
    expect((await visitor.rpc("clear", { at_least: 0 })).data).toEqual([]);
    expect(await all("select n from counters order by id")).toEqual([[2], [2], [3]]);
  });

  it("refuse rows that may not come to be", async () => {
    expect((await visitor.rpc("increment", { row_id: 1, by: 500 })).error?.code).toBe("42501");
    expect((await visitor.rpc("add_counter", { id: 5, title: "x" })).error?.code).toBe("42501");
    expect((await visitor.rpc("add_counter", { id: 15, title: "x" })).data).toHaveLength(1);
    expect((await visitor.rpc("put_counter", { id: 3, n: 1 })).error?.code).toBe("42501");
  });

  it("bind what it reads", async () => {
    await sql("insert into hidden values (1, 55)");
    expect((await visitor.rpc("from_hidden")).status).toBe(204);
    expect(await all("select n from counters where id = 1")).toEqual([[0]]);
    expect((await client.rpc("from_hidden")).status).toBe(204);
    expect(await all("select n from counters where id = 1")).toEqual([[55]]);
  });

  it("bind by column and by verb", async () => {
    await sql("revoke update on counters from anon; grant update (title) on counters to anon");
    expect((await visitor.rpc("increment", { row_id: 1 })).error?.code).toBe("42501");
    await sql("grant update on counters to anon; revoke select on counters from anon");
    expect((await visitor.rpc("increment", { row_id: 1 })).error?.code).toBe("42501");
    await sql("grant select on counters to anon");
    expect((await visitor.rpc("increment", { row_id: 1 })).data).toBe(2);
  });
});
