import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let server: DataApiServer;
let app: AppProject;
let client: SupabaseClient;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startDataApiServer();
  app = await blogProject();
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
});

afterAll(async () => {
  await server.close();
  await harness.close();
});

/** The rows of an answer that must be none but rows. */
function rows(answer: { data: unknown; error: unknown }): unknown {
  expect(answer.error).toBeNull();
  return answer.data;
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const key = app.keys.service_role;
  return fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, { headers: { apikey: key, ...headers } });
}

describe("columns", () => {
  it("are answered as Postgres writes them in JSON", async () => {
    const found = await client.from("posts").select("id, price, meta, labels, status").order("id");
    expect(rows(found)).toEqual([
      { id: 1, price: 9.9, meta: null, labels: null, status: "live" },
      { id: 2, price: null, meta: { tags: ["a", "b"], n: 7 }, labels: null, status: "draft" },
      { id: 3, price: null, meta: null, labels: ["x", "y,z"], status: "live" },
      { id: 4, price: null, meta: null, labels: null, status: "live" },
    ]);
  });

  it("take other names and types, and places inside their JSON", async () => {
    const found = await client.from("posts").select("key:id::text, meta->tags->>0, n:meta->n").eq("id", 2);
    expect(rows(found)).toEqual([{ key: "2", tags: "a", n: 7 }]);
  });

  it("that do not exist are told in Postgres's words", async () => {
    const { error, status } = await client.from("posts").select("titel");
    expect(status).toBe(400);
    expect(error).toMatchObject({
      code: "42703",
      message: "column posts.titel does not exist",
      hint: 'Perhaps you meant to reference the column "posts.title".',
    });
  });
});

describe("filters", () => {
  const ids = async (query: PromiseLike<{ data: unknown; error: unknown }>) =>
    (rows(await query) as { id: number }[]).map(({ id }) => id);
  const posts = () => client.from("posts").select("id").order("id");

  it("compare with one value", async () => {
    expect(await ids(posts().eq("status", "live"))).toEqual([1, 3, 4]);
    expect(await ids(posts().neq("views", 10))).toEqual([1, 3]);
    expect(await ids(posts().gt("views", 10).lte("views", 20))).toEqual([3]);
    expect(await ids(posts().ilike("title", "%O%"))).toEqual([2, 3, 4]);
    expect(await ids(posts().is("views", null))).toEqual([4]);
    expect(await ids(posts().not("views", "is", null).not("id", "eq", 1))).toEqual([2, 3]);
  });

  it("compare with several values", async () => {
    expect(await ids(posts().in("title", ["Notes", "Orphan"]))).toEqual([2, 4]);
    expect(await ids(posts().in("id", []))).toEqual([]);
    expect(await ids(posts().likeAnyOf("title", ["E%", "N%"]))).toEqual([1, 2]);
    expect(await ids(posts().contains("labels", ["x"]))).toEqual([3]);
    expect(await ids(posts().contains("meta", { n: 7 }))).toEqual([2]);
  });

  it("are joined by and, or and not", async () => {
    expect(await ids(posts().or("views.lt.15,and(status.eq.live,views.is.null)"))).toEqual([2, 4]);
    expect(await ids(posts().or('title.eq."Notes",id.in.(1,3)'))).toEqual([1, 2, 3]);
    expect(await ids(posts().not("id", "in", "(1,2)"))).toEqual([3, 4]);
  });

  it("search words", async () => {
    expect(await ids(posts().textSearch("title", "compiler", { config: "english" }))).toEqual([3]);
  });

  it("reach into rows of other tables, also from inside or", async () => {
    expect(await ids(posts().or("views.eq.10,author_id.name.eq.Grace"))).toEqual([2, 3]);
  });

  it("that hold no value of the column's type are refused", async () => {
    const { error, status } = await client.from("posts").select().eq("views", "many");
    expect([status, error?.code]).toEqual([400, "22P02"]);
  });

  it("that cannot be read tell where", async () => {
    const response = await get("/posts?views=nope.1");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "PGRST100" });
  });
});

describe("embedding", () => {
  it("shows the one row that a reference points at, and the many that point back", async () => {
    const found = await client
      .from("posts")
      .select("title, author:authors!author_id(name), comments(body)")
      .in("id", [1, 4])
      .order("id");
    expect(rows(found)).toEqual([
      { title: "Engines", author: { name: "Ada" }, comments: [{ body: "First" }, { body: "Second" }] },
      { title: "Orphan", author: null, comments: [] },
    ]);
  });

  it("goes through a table between", async () => {
    const found = await client.from("topics").select("word, posts(id)").order("id");
    expect(rows(found)).toEqual([
      { word: "math", posts: [{ id: 1 }, { id: 3 }] },
      { word: "ships", posts: [{ id: 3 }] },
    ]);
  });

  it("asks which of several references is meant", async () => {
    const { error, status } = await client.from("posts").select("authors(name)");
    expect(status).toBe(300);
    expect(error).toMatchObject({ code: "PGRST201" });
    expect(error?.hint).toContain("'authors!posts_author_id_fkey', 'authors!posts_editor_id_fkey'");
  });

  it("has filters, order and limit of its own, and can hide the rows around it", async () => {
    const found = await client
      .from("authors")
      .select("name, posts!posts_author_id_fkey!inner(id)")
      .gt("posts.views", 10)
      .order("id", { referencedTable: "posts", ascending: false })
      .limit(1, { referencedTable: "posts" })
      .order("id");
    expect(rows(found)).toEqual([
      { name: "Ada", posts: [{ id: 1 }] },
      { name: "Grace", posts: [{ id: 3 }] },
    ]);
  });

  it("is spread into the row around it", async () => {
    const found = await client
      .from("posts")
      .select("id, ...authors!author_id(author:name), ...topics(words:word)")
      .order("id")
      .limit(1);
    expect(rows(found)).toEqual([{ id: 1, author: "Ada", words: ["math"] }]);
  });

  it("is counted, filtered and ordered by its number", async () => {
    const counted = await client
      .from("posts")
      .select("id, comments(count)")
      .order("comments(count)", { ascending: false })
      .order("id")
      .limit(2);
    expect(rows(counted)).toEqual([
      { id: 1, comments: [{ count: 2 }] },
      { id: 3, comments: [{ count: 1 }] },
    ]);
    expect(rows(await client.from("posts").select("id").filter("comments(count)", "gte", "2"))).toEqual([
      { id: 1 },
    ]);
  });

  it("is told from another of the same table where it is only counted or asked of", async () => {
    const edited = "posts!editor_id";
    expect(rows(await client.from("authors").select("id").filter(`${edited}(count)`, "gt", 0))).toEqual([
      { id: 2 },
    ]);
    const busiest = client.from("authors").select("id").order("posts!author_id(count)", { ascending: false });
    expect(rows(await busiest.order("id"))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    const found = client.from("authors").select("id").or(`name.eq.Alan,${edited}.title.eq.Engines`);
    expect(rows(await found.order("id"))).toEqual([{ id: 2 }, { id: 3 }]);
    const unclear = await client.from("authors").select("id").filter("posts(count)", "gt", 0);
    expect([unclear.status, unclear.error?.code]).toEqual([300, "PGRST201"]);
    const searched = await client.from("authors").select("id").filter(`${edited}(count)`, "fts", "a");
    expect([searched.status, searched.error?.code]).toEqual([404, "42883"]);
    const unknown = await client.from("authors").select("id").filter("posts!nobody(count)", "gt", 0);
    expect([unknown.status, unknown.error?.code]).toEqual([400, "PGRST200"]);
  });

  it("of what is not related is refused with the nearest name", async () => {
    const { error, status } = await client.from("posts").select("coments(body)");
    expect(status).toBe(400);
    expect(error).toMatchObject({
      code: "PGRST200",
      hint: "Perhaps you meant 'comments' instead of 'coments'.",
    });
  });
});

describe("aggregates", () => {
  it("group by what is no aggregate", async () => {
    const found = await client.from("posts").select("status, views.sum(), count()").order("status");
    expect(rows(found)).toEqual([
      { status: "draft", sum: 10, count: 1 },
      { status: "live", sum: 50, count: 3 },
    ]);
    const { error } = await client.from("posts").select("status, count()").order("comments(count)");
    expect([error?.code, error?.message]).toEqual([
      "42803",
      'column "comments_1.count" must appear in the GROUP BY clause or be used in an aggregate function',
    ]);
  });
});

describe("pages", () => {
  it("are counted on request", async () => {
    const page = await client.from("posts").select("id", { count: "exact" }).order("id").range(1, 2);
    expect(rows(page)).toEqual([{ id: 2 }, { id: 3 }]);
    expect([page.count, page.status]).toEqual([4, 206]);
    const head = await client.from("posts").select("*", { count: "exact", head: true });
    expect([head.count, head.data]).toEqual([4, null]);
  });

  it("behind the end are refused when the end is known", async () => {
    const response = await get("/posts?offset=10", { Prefer: "count=exact" });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "*/4"]);
  });

  it("of one row are that row, or an error", async () => {
    expect(rows(await client.from("posts").select("id").eq("id", 1).single())).toEqual({ id: 1 });
    const { error, status } = await client.from("posts").select("id").single();
    expect([status, error?.code, error?.details]).toEqual([406, "PGRST116", "The result contains 4 rows"]);
  });
});

describe("forms", () => {
  it("are CSV, and JSON without nulls", async () => {
    const csv = await client.from("posts").select("id, title").eq("id", 1).csv();
    expect(csv.data).toBe("id,title\n1,Engines");
    const stripped = await get("/posts?id=eq.4&select=id,views", {
      Accept: "application/vnd.pgrst.array+json;nulls=stripped",
    });
    expect(await stripped.json()).toEqual([{ id: 4 }]);
  });

  it("that nobody makes are refused", async () => {
    const response = await get("/posts", { Accept: "text/html" });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([406, "PGRST107"]);
    const { status, error } = await client.from("posts").select("id").geojson();
    expect([status, error?.code, error?.hint]).toEqual([
      406,
      "PGRST107",
      expect.stringContaining("geometries"),
    ]);
  });
});

describe("the gate", () => {
  it("refuses a request without a key, with a forged one, and of another project", async () => {
    const status = async (headers: Record<string, string>) => {
      const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/posts`, { headers });
      const body = (await response.json()) as Record<string, unknown>;
      expect(Object.keys(body).sort()).toEqual(["code", "details", "hint", "message"]);
      return [response.status, body.code];
    };
    expect(await status({})).toEqual([401, "PGRST302"]);
    expect(await status({ apikey: `${app.keys.anon.slice(0, -4)}AAAA` })).toEqual([401, "PGRST301"]);
    const other = await blogProject();
    expect(await status({ apikey: other.keys.service_role })).toEqual([401, "PGRST301"]);
  });

  it("shows a visitor nothing of a table without rules", async () => {
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const { data, error } = await visitor.from("posts").select();
    expect(data ?? []).toEqual([]);
    expect(error === null || error.code === "42501").toBe(true);
  });

  it("tells the nearest name of a table that does not exist", async () => {
    const { error, status } = await client.from("post").select();
    expect(status).toBe(404);
    expect(error).toMatchObject({ code: "PGRST205", hint: "Perhaps you meant the table 'public.posts'" });
  });

  it("lets any origin ask, with the headers that the browser names", async () => {
    const asked = {
      Origin: "https://app.example",
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": "apikey,x-new",
    };
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/posts`, {
      method: "OPTIONS",
      headers: asked,
    });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-headers")).toBe("apikey,x-new");
    const found = await get("/posts", { Origin: "https://app.example" });
    expect(found.headers.get("access-control-expose-headers")).toContain("Content-Range");
  });
});
