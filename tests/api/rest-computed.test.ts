import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateTypes } from "#lib/operations/data-api/generate-types.ts";
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

const definitions = `
create view live_posts as select id, title, author_id, views * 2 as doubled from posts where status = 'live';
create view live_titles as select id as post_id, title from live_posts;
create function shouted(posts) returns text language sql stable as $$ select upper($1.title) $$;
create function share(p posts, of_all integer default 100) returns integer language sql as $$ select p.views $$;
create function other_posts(p posts) returns setof posts language sql stable
  as $$ select * from posts where author_id = p.author_id and id <> p.id order by id $$;
create function best_post(a authors) returns posts language sql stable
  as $$ select * from posts where author_id = a.id order by views desc limit 1 $$;
create function newest_post(a authors) returns setof posts rows 1 language sql stable
  as $$ select * from posts where author_id = a.id order by id desc limit 1 $$;
create function comments_of(l live_posts) returns setof comments language sql stable
  as $$ select * from comments where post_id = l.id $$;
create function label(n integer) returns text language sql immutable as $$ select 'number' $$;
create function label(t text, loud boolean default false) returns text language sql immutable as $$ select t $$;
create function clash(a integer) returns text language sql as $$ select 'i' $$;
create function clash(a text) returns text language sql as $$ select 't' $$;
create function keys_of(jsonb) returns setof text language sql immutable as $$ select jsonb_object_keys($1) $$;
create function greet(text) returns text language sql immutable as $$ select 'hello ' || $1 $$;
create function nothing() returns void language sql as '';
create function joined_words(variadic words text[]) returns text language sql immutable
  as $$ select array_to_string(words, '-') $$;
create function is_live(s text) returns boolean language sql immutable as $$ select s = 'live' $$;`;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
  app = await blogProject();
  await runSql(app.actor, app.databaseId, { query: definitions });
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
});

afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

describe("a function of one row", () => {
  it("reads as a column of its table, which only who asks for it sees", async () => {
    const { data } = await client
      .from("posts")
      .select("id, shouted")
      .eq("shouted", "ENGINES")
      .order("shouted");
    expect(data).toEqual([{ id: 1, shouted: "ENGINES" }]);
    const [row] = (await client.from("posts").select().limit(1)).data ?? [];
    expect(row).not.toHaveProperty("shouted");
  });

  it("that takes more than the row is no column", async () => {
    const { error } = await client.from("posts").select("id, share");
    expect(error?.code).toBe("42703");
  });

  it("reads as a list of the rows that it gives, which embed what their table does", async () => {
    const { data, error } = await client
      .from("posts")
      .select("id, same:other_posts(id, shouted, authors!author_id(name))")
      .eq("id", 1);
    expect(error).toBeNull();
    expect(data).toEqual([
      { id: 1, same: [{ id: 2, shouted: "NOTES", authors: { name: expect.any(String) } }] },
    ]);
  });

  it("reads as one object where it gives one row, and filters its parents", async () => {
    const { data } = await client.from("authors").select("name, best_post!inner(id)").eq("best_post.id", 1);
    expect(data).toEqual([{ name: expect.any(String), best_post: { id: 1 } }]);
    const newest = await client.from("authors").select("id, newest_post(id)").order("id");
    expect(newest.data?.every(({ newest_post: one }) => !Array.isArray(one))).toBe(true);
  });

  it("gives a row of nulls for nothing, a set of one gives null", async () => {
    await client.from("authors").insert({ id: 900, name: "Silent" });
    const { data } = await client.from("authors").select("best_post(id), newest_post(id)").eq("id", 900);
    expect(data).toEqual([{ best_post: { id: null }, newest_post: null }]);
  });

  it("takes the row of a view too", async () => {
    const { data, error } = await client
      .from("live_posts")
      .select("id, comments_of(body)")
      .order("id")
      .limit(1);
    expect([error, Array.isArray(data?.[0]?.comments_of)]).toEqual([null, true]);
  });

  it("is called with an object for the row", async () => {
    const { data } = await client.rpc("other_posts", { p: { id: 1, author_id: 1 } }).select("id");
    expect(data).toEqual([{ id: 2 }]);
    const one = await client.rpc("best_post", { a: { id: 1 } }).select("id, authors!author_id(id)");
    expect(one.data).toEqual({ id: 1, authors: { id: 1 } });
  });

  it("reads what the caller's rules leave, also as a column", async () => {
    await runSql(app.actor, app.databaseId, {
      query: "create policy ones on posts for select to anon using (id = 1)",
    });
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    expect((await visitor.from("posts").select("id, other_posts(id)")).data).toEqual([
      { id: 1, other_posts: [] },
    ]);
    expect((await visitor.rpc("other_posts", { p: { id: 1, author_id: 1 } })).data).toEqual([]);
    await runSql(app.actor, app.databaseId, { query: "drop policy ones on posts" });
  });

  it("as a filter meets no row that a rule hides", async () => {
    await runSql(app.actor, app.databaseId, {
      query: `create function ratio(p posts) returns integer language sql as $$ select 1 / (p.views - 30) $$;
              create policy notes on posts for select to anon using (id = 2)`,
    });
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const { data, error } = await visitor.from("posts").select("id").lt("ratio", 100);
    expect([error, data]).toEqual([null, [{ id: 2 }]]);
    await runSql(app.actor, app.databaseId, { query: "drop policy notes on posts; drop function ratio" });
  });
});

describe("views", () => {
  it("lead along the foreign keys of the columns that they show, through views of views", async () => {
    const forward = await client.from("live_posts").select("id, authors(id), comments(body)").eq("id", 1);
    expect(forward.data).toEqual([{ id: 1, authors: { id: 1 }, comments: expect.any(Array) }]);
    const back = await client.from("authors").select("id, live_posts(title)").eq("id", 1);
    expect(back.data?.[0]?.live_posts).toContainEqual({ title: "Engines" });
    const through = await client.from("comments").select("live_titles(title)").limit(1);
    expect(through.error).toBeNull();
  });

  it("of a table between two others join these as it does, and are a choice beside it", async () => {
    const run = (query: string) => runSql(app.actor, app.databaseId, { query });
    await run(`create view first_topics as select topic_id as t, post_id as p from posts_topics where topic_id = 1;
               create view loose_topics as select topic_id from posts_topics`);
    const posts = () => client.from("posts");
    const all = await posts().select("id, topics!posts_topics(id)").order("id");
    const first = await posts().select("id, topics!first_topics(id)").order("id");
    const expected = all.data?.map(({ id, topics }) => ({
      id,
      topics: topics.filter((one) => one.id === 1),
    }));
    expect(first.data).toEqual(expected);
    expect(expected?.some(({ topics }) => topics.length > 0)).toBe(true);
    expect(all.data).not.toEqual(expected);
    const unsaid = await posts().select("topics(id)");
    expect([unsaid.status, unsaid.error?.details]).toEqual([
      300,
      [
        expect.objectContaining({
          relationship: expect.stringMatching(/^first_topics using .*\(p\) and .*\(t\)$/),
        }),
        expect.objectContaining({ relationship: expect.stringMatching(/^posts_topics using /) }),
      ],
    ]);
    await run("drop view first_topics; drop view loose_topics");
    expect((await posts().select("topics(id)")).error).toBeNull();
  });

  it("are told with these in the generated types, from both sides", async () => {
    const types = await generateTypes(app.actor, app.databaseId, "supabase");
    const relationship = (name: string, column: string, target: string) => `
            foreignKeyName: "${name}"
            columns: ["${column}"]
            isOneToOne: false
            referencedRelation: "${target}"
            referencedColumns: ["id"]`;
    expect(types).toContain(relationship("posts_author_id_fkey", "author_id", "authors"));
    expect(types.slice(types.indexOf("live_posts: {"))).toContain(
      relationship("posts_author_id_fkey", "author_id", "authors"),
    );
    expect(types).toContain(relationship("comments_post_id_fkey", "post_id", "live_posts"));
  });

  it("that were stored without what their columns show lead along them too", async () => {
    const owner = new pg.Client(harness.owner);
    await owner.connect();
    const { rowCount } = await owner.query(`
      update rowhouse.project_objects
         set definition = jsonb_set(definition - 'writes', '{columns}',
               (select jsonb_agg(c - 'origin') from jsonb_array_elements(definition -> 'columns') as c))
       where kind = 'view'`);
    await owner.end();
    expect(rowCount).toBe(2);
    runtime().catalogs.clear();
    const forward = await client.from("live_posts").select("id, authors(id)").eq("id", 1);
    expect(forward.data).toEqual([{ id: 1, authors: { id: 1 } }]);
    expect((await client.from("comments").select("live_titles(title)").limit(1)).error).toBeNull();
  });

  it("are not meant by the name of a foreign key", async () => {
    const { error } = await client.from("authors").select("id, posts!author_id(id)").limit(1);
    expect(error).toBeNull();
  });
});

describe("functions of one name", () => {
  it("are told apart by the names that a call gives", async () => {
    expect((await client.rpc("label", { n: 1 })).data).toBe("number");
    expect((await client.rpc("label", { t: "x" })).data).toBe("x");
  });

  it("that differ by types alone are a choice that a call cannot make", async () => {
    const { error, status } = await client.rpc("clash", { a: 1 });
    expect([status, error?.code, error?.message]).toEqual([
      300,
      "PGRST203",
      "Could not choose the best candidate function between: public.clash(a => integer), public.clash(a => text)",
    ]);
  });

  it("are dropped one by one, by their types", async () => {
    await runSql(app.actor, app.databaseId, {
      query: "create function label(d date) returns text language sql as 'select 1::text'",
    });
    const both = runSql(app.actor, app.databaseId, { query: "drop function label" });
    await expect(both).rejects.toMatchObject({ code: "42725" });
    await runSql(app.actor, app.databaseId, { query: "drop function label(date)" });
    expect((await client.rpc("label", { n: 1 })).data).toBe("number");
    expect((await client.rpc("label", { d: "2026-01-01" })).error?.code).toBe("PGRST202");
  });
});

describe("arguments", () => {
  it("without a name take the whole body", async () => {
    expect((await client.rpc("keys_of", { b: 1, a: 2 })).data).toEqual(["a", "b"]);
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/greet`, {
      method: "POST",
      headers: { apikey: app.keys.service_role, "Content-Type": "text/plain" },
      body: "you",
    });
    expect(await response.json()).toBe("hello you");
    const empty = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/keys_of`, {
      method: "POST",
      headers: { apikey: app.keys.service_role },
    });
    expect([empty.status, await empty.json()]).toEqual([200, []]);
  });

  it("that are variadic may be given again and again", async () => {
    const path = `${server.url}/p/${app.ref}/rest/v1/rpc/joined_words?words=a&words=b`;
    const response = await fetch(path, { headers: { apikey: app.keys.service_role } });
    expect(await response.json()).toBe("a-b");
    expect((await client.rpc("joined_words", { words: ["c", "d"] })).data).toBe("c-d");
  });

  it("may be none, for nothing", async () => {
    const { status, data } = await client.rpc("nothing");
    expect([status, data]).toEqual([204, null]);
  });

  it("of a value with one row ask for an object and get the value", async () => {
    expect((await client.rpc("label", { t: "x" }).single()).data).toBe("x");
  });
});
