import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProject } from "#tests/harness/app-project.ts";
import type { DataApiServer } from "#tests/harness/data-api-server.ts";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

let project: RestProject;
let server: DataApiServer;
let app: AppProject;
let client: SupabaseClient;

const definitions = `
create view live_posts as select id, title, views from posts where status = 'live';
create function popular(at_least integer) returns table (id bigint, title text) language sql stable
  as $$ select id, title from posts where views >= at_least order by views desc $$;
create function total_views(of_status text default 'live') returns bigint language sql stable
  as $$ select coalesce(sum(views), 0)::bigint from posts where status = of_status $$;
create function counted_within(at_most int, at_least int) returns bigint language sql stable
  as $$ select count(*) from posts where views between at_least and at_most $$;
create view numbers as select n from generate_series(1, 12000) as n;
create view turns as select n as id, n % 3 as turn, array[n % 2] as list from generate_series(1, 700) as n;
create function taken_turns() returns table (id int, turn int) language sql stable as $$ select id, turn from turns order by id desc $$;
create view post_words as select p.id, p.status, repeat('x', p.views) as words from posts as p;
create function words() returns setof text language sql stable
  as $$ select word from topics order by id $$;
create function mean(variadic of_numbers numeric[]) returns numeric language sql immutable
  as $$ select avg(n) from unnest(of_numbers) as n $$;
create function bytes_of(bytea) returns text language sql immutable as $$ select encode($1, 'hex') $$;
create function drop_posts(of_title text, at_most integer default 1) returns void language sql
  as $$ delete from posts where title = of_title and id <= at_most $$;
create function listed(ids bigint[]) returns bigint language sql immutable as $$ select cardinality(ids)::bigint $$;
create function closed_total() returns bigint language sql stable as $$ select count(*) from posts $$;
revoke execute on function closed_total() from anon;
comment on function popular(int) is E'What is read often\\n\\nAt least so often, best first.\\nOf all times.';
comment on function mean(numeric[]) is 'Forgotten'; comment on function mean(numeric[]) is null;
comment on view live_posts is 'What anybody reads';
comment on table topics is 'Of what'; comment on table topics is ''; comment on column topics.word is '';`;

beforeAll(async () => {
  project = await restProject(definitions);
  ({ server, app } = project);
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
});

afterAll(() => project.close());

describe("views", () => {
  it("are read as tables are", async () => {
    const { data, count } = await client
      .from("live_posts")
      .select("title, n:views", { count: "exact" })
      .gt("views", 15)
      .order("views", { ascending: false });
    expect([data, count]).toEqual([
      [
        { title: "Engines", n: 30 },
        { title: "Compilers", n: 20 },
      ],
      2,
    ]);
  });

  it.each(["turns", "rpc/taken_turns"])(
    "%s: rows that are equal in their order are on one page each",
    async (path) => {
      const pages = Array.from({ length: 7 }, async (_, page) => {
        const query = `select=id&order=turn.desc&limit=100&offset=${page * 100}`;
        const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/${path}?${query}`, {
          headers: { apikey: app.keys.service_role },
        });
        return ((await response.json()) as { id: number }[]).map(({ id }) => id);
      });
      const found = (await Promise.all(pages)).flat();
      expect([found.length, new Set(found).size]).toEqual([700, 700]);
    },
  );

  it("are put in an order by what they show of tables, not by what they compute for a page's rows", async () => {
    const found = await client.from("post_words").select("words, id").order("status").limit(4);
    expect(found.data?.map(({ id }) => id)).toEqual([2, 1, 3, 4]);
    // Lists have an order too, but none of one's own.
    expect((await client.from("turns").select("list, id").order("turn").limit(1)).data).toEqual([
      { list: [1], id: 3 },
    ]);
  });

  it.each(["planned", "estimated"])(
    "are counted as %s: exactly, and not by the planner, who knows of others' rows",
    async (count) => {
      const range = async (query: string, more = "") => {
        const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/numbers?${query}`, {
          headers: { apikey: app.keys.service_role, Prefer: `count=${count}${more}` },
        });
        await response.text();
        return [response.status, response.headers.get("content-range")];
      };
      expect(await range("n=lte.9")).toEqual([200, "0-8/9"]);
      expect(await range("n=lte.9&limit=2")).toEqual([206, "0-1/9"]);
      expect(await range("limit=2")).toEqual([206, "0-1/12000"]);
      expect(await range("limit=2&offset=11000", ", timezone=Asia/Tokyo")).toEqual([
        206,
        "11000-11001/12000",
      ]);
      expect(await range("n=gt.0&limit=5&offset=11990")).toEqual([206, "11990-11994/12000"]);
      expect(await range("limit=2&offset=13000")).toEqual([416, "*/12000"]);
    },
  );

  it("of what is no table are not written to", async () => {
    const { error, status } = await client.from("numbers").insert({ n: 9 });
    expect([status, error?.code]).toEqual([400, "55000"]);
  });

  it("show a visitor what the rules of their tables leave", async () => {
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const { data } = await visitor.from("live_posts").select();
    expect(data ?? []).toEqual([]);
  });
});

describe("functions", () => {
  it("give rows that can be filtered, ordered and counted", async () => {
    const all = await client.rpc("popular", { at_least: 10 });
    expect(all.data).toEqual([
      { id: 1, title: "Engines" },
      { id: 3, title: "Compilers" },
      { id: 2, title: "Notes" },
    ]);
    const some = await client
      .rpc("popular", { at_least: 10 }, { count: "exact" })
      .select("id")
      .neq("id", 3)
      .order("id");
    expect([some.data, some.count]).toEqual([[{ id: 1 }, { id: 2 }], 2]);
    const one = await client.rpc("popular", { at_least: 25 }).single();
    expect(one.data).toEqual({ id: 1, title: "Engines" });
  });

  it("give values by themselves, and sets of them as lists", async () => {
    expect((await client.rpc("total_views")).data).toBe(50);
    expect((await client.rpc("total_views", { of_status: "draft" })).data).toBe(10);
    expect((await client.rpc("words")).data).toEqual(["math", "ships"]);
  });

  it("are called by address too", async () => {
    expect((await client.rpc("popular", { at_least: 25 }, { get: true })).data).toEqual([
      { id: 1, title: "Engines" },
    ]);
    expect((await client.rpc("total_views", { of_status: "draft" }, { get: true })).data).toBe(10);
  });

  it("that do not exist, or not with these arguments, are told", async () => {
    const { error, status } = await client.rpc("populer", { at_least: 1 });
    expect(status).toBe(404);
    expect(error).toMatchObject({
      code: "PGRST202",
      message: "Could not find the function public.populer(at_least) in the schema cache",
      hint: "Perhaps you meant to call the function public.popular",
    });
    expect((await client.rpc("popular", { nope: 1 })).error).toMatchObject({ code: "PGRST202", hint: null });
    expect((await client.rpc("most_popular")).error?.hint).toBe(
      "Perhaps you meant to call the function public.popular",
    );
    expect((await client.rpc("counted_within", { at_most: 1, at_leas: 2 })).error?.hint).toBe(
      "Perhaps you meant to call the function public.counted_within(at_least, at_most)",
    );
  });

  it("refuse a value that is none of their type", async () => {
    expect((await client.rpc("popular", { at_least: "many" })).error?.code).toBe("22P02");
  });
});

describe("a function that takes bytes", () => {
  it("gets them as they were sent", async () => {
    const sent = Uint8Array.from({ length: 256 }, (_, index) => index);
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/bytes_of`, {
      method: "POST",
      headers: { apikey: app.keys.service_role, "Content-Type": "application/octet-stream" },
      body: sent,
    });
    expect(await response.json()).toBe(Buffer.from(sent).toString("hex"));
  });
});

describe("the description of the API", () => {
  interface Operation {
    readonly parameters: readonly Record<string, unknown>[];
  }

  const described = async (key: string) => {
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/`, { headers: { apikey: key } });
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
    return Object.fromEntries(Object.entries(paths).filter(([path]) => path.startsWith("/rpc/")));
  };

  it("tells of a function that reads how an address and a body call it", async () => {
    const paths = await described(app.keys.service_role);
    const { "/rpc/popular": popular, "/rpc/mean": mean, "/rpc/listed": listed } = paths;
    expect(popular?.get?.parameters).toEqual([
      { name: "at_least", required: true, in: "query", type: "integer", format: "integer" },
    ]);
    expect(popular?.post?.parameters).toEqual([
      {
        name: "args",
        required: true,
        in: "body",
        schema: {
          required: ["at_least"],
          type: "object",
          properties: { at_least: { type: "integer", format: "integer" } },
        },
      },
    ]);
    expect(listed?.get?.parameters).toEqual([
      { name: "ids", required: true, in: "query", type: "string", format: "bigint[]" },
    ]);
    expect(mean?.get?.parameters).toEqual([
      {
        name: "of_numbers",
        required: true,
        in: "query",
        type: "array",
        collectionFormat: "multi",
        items: { type: "number" },
        format: "numeric[]",
      },
    ]);
  });

  it("tells of one that writes only how a body calls it", async () => {
    const { "/rpc/drop_posts": dropped } = await described(app.keys.service_role);
    expect(Object.keys(dropped ?? {})).toEqual(["post"]);
    expect(dropped?.post).toMatchObject({
      tags: ["(rpc) drop_posts"],
      parameters: [{ schema: { required: ["of_title"] } }],
    });
  });

  it("says of functions, views and tables what COMMENT says, and nothing where it says nothing", async () => {
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/`, {
      headers: { apikey: app.keys.service_role },
    });
    const text = await response.text();
    const { paths, definitions: rows } = JSON.parse(text) as {
      paths: Record<string, Record<string, object>>;
      definitions: Record<string, object>;
    };
    const words = {
      summary: "What is read often",
      description: "At least so often, best first.\nOf all times.",
    };
    expect(paths["/rpc/popular"]).toMatchObject({ get: words, post: words });
    expect(paths["/live_posts"]?.get).toMatchObject({ summary: "What anybody reads" });
    expect(rows.live_posts).toMatchObject({ description: "What anybody reads" });
    expect(text).not.toMatch(/"(?:summary|description)":""|Forgotten|Of what/);
  });

  it("tells nobody of a function that is closed to them", async () => {
    expect(Object.keys(await described(app.keys.service_role))).toContain("/rpc/closed_total");
    expect(Object.keys(await described(app.keys.anon))).not.toContain("/rpc/closed_total");
  });
});
