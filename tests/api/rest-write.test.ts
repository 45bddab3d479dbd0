import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
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
});

beforeEach(async () => {
  app = await blogProject();
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
});

afterAll(async () => {
  await server.close();
  await harness.close();
});

function send(
  method: string,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, {
    method,
    headers: { apikey: app.keys.service_role, "Content-Type": "application/json", ...headers },
    body,
  });
}

describe("inserts", () => {
  it("answer 201 without a body, or the row with what it embeds", async () => {
    const silent = await client.from("posts").insert({ id: 10, title: "Ten" });
    expect([silent.status, silent.data, silent.error]).toEqual([201, null, null]);
    const told = await client
      .from("posts")
      .insert({ id: 11, title: "Eleven", author_id: 2 })
      .select("id, status, author:authors!author_id(name)")
      .single();
    expect(told.data).toEqual({ id: 11, status: "draft", author: { name: "Grace" } });
  });

  it("fill what a record lacks with null or, if asked, the default", async () => {
    const records = [
      { id: 30, title: "a", status: "live" },
      { id: 31, title: "b" },
    ];
    const defaults = await client.from("posts").insert(records, { defaultToNull: false }).select("status");
    expect(defaults.data).toEqual([{ status: "live" }, { status: "draft" }]);
    const others = records.map(({ id, ...rest }) => ({ id: id + 10, ...rest }));
    const nulls = await client.from("posts").insert(others).select("status");
    expect(nulls.data).toEqual([{ status: "live" }, { status: null }]);
  });

  it("take CSV", async () => {
    const response = await send("POST", "/topics?select=id,word", 'id,word\n40,"a,b"\n41,NULL', {
      "Content-Type": "text/csv",
      Prefer: "return=representation",
    });
    expect(await response.json()).toEqual([
      { id: 40, word: "a,b" },
      { id: 41, word: null },
    ]);
  });

  it("tell in Postgres's words what is wrong", async () => {
    const failed = async (table: string, record: object) => {
      const { error, status } = await client.from(table).insert(record);
      return { status, ...error };
    };
    expect(await failed("posts", { id: 1, title: "x" })).toMatchObject({
      status: 409,
      code: "23505",
      message: 'duplicate key value violates unique constraint "posts_pkey"',
      details: "Key (id)=(1) already exists.",
    });
    expect(await failed("comments", { body: "x", post_id: 99 })).toMatchObject({
      status: 409,
      code: "23503",
      details: 'Key (post_id)=(99) is not present in table "posts".',
    });
    expect(await failed("posts", { id: 50 })).toMatchObject({ status: 400, code: "23502" });
    expect(await failed("posts", { id: 50, title: "x", status: "gone" })).toMatchObject({
      status: 400,
      code: "22P02",
    });
    expect(await failed("posts", { id: "x", title: "x" })).toMatchObject({ status: 400, code: "22P02" });
    expect(await failed("posts", { nope: 1 })).toMatchObject({ status: 400, code: "PGRST204" });
  });

  it("of thousands of records tell the key that two of them have, and that there is one where it cannot be found", async () => {
    const records = Array.from({ length: 20_000 }, (_, index) => ({ id: 1_000 + index }));
    const message = 'duplicate key value violates unique constraint "topics_pkey"';
    const add = () => client.from("topics").insert([...records, { id: 7_000 }]);
    const told = await add();
    expect([told.status, told.error]).toMatchObject([
      409,
      { code: "23505", message, details: "Key (id)=(7000) already exists." },
    ]);
    const own = runtime();
    const lost = () => Promise.reject(new Error("the connection is lost"));
    const query: typeof own.database.query = (scope, statement, settings) =>
      settings?.readOnly === true ? lost() : own.database.query(scope, statement, settings);
    installRuntime({ ...own, database: { ...own.database, query } });
    const untold = await client.from("topics").insert([{ id: 7_000 }, { id: 7_000 }]);
    installRuntime(own);
    expect([untold.status, untold.error]).toMatchObject([409, { code: "23505", message, details: null }]);
  });

  it("of records with different keys need to be told the columns", async () => {
    const response = await send("POST", "/topics", '[{"id":1},{"word":"x"}]');
    expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([
      400,
      "All object keys must match",
    ]);
  });

  it("keep every digit of a number", async () => {
    const response = await send(
      "POST",
      "/posts?select=price",
      '{"id":60,"title":"x","price":12345678901234567890.123}',
      {
        Prefer: "return=representation",
      },
    );
    expect(await response.text()).toBe('[{"price":12345678901234567890.123}]');
  });
});

describe("upserts", () => {
  it("change what is there and add what is not", async () => {
    const first = await client
      .from("topics")
      .upsert([
        { id: 1, word: "maths" },
        { id: 7, word: "new" },
      ])
      .select("id, word")
      .order("id");
    expect([first.status, first.data]).toEqual([
      201,
      [
        { id: 1, word: "maths" },
        { id: 7, word: "new" },
      ],
    ]);
    const second = await client.from("topics").upsert({ id: 7, word: "newer" }).select("id, word");
    expect([second.status, second.data]).toEqual([200, [{ id: 7, word: "newer" }]]);
  });

  it("go by any unique key, and may leave rows as they are", async () => {
    const record = { id: 70, title: "Other", slug: "engines" };
    const ignored = await client
      .from("posts")
      .upsert(record, { onConflict: "slug", ignoreDuplicates: true })
      .select();
    expect(ignored.data).toEqual([]);
    const merged = await client
      .from("posts")
      .upsert({ title: "Other", slug: "engines" }, { onConflict: "slug" })
      .select("id, title");
    expect(merged.data).toEqual([{ id: 1, title: "Other" }]);
  });
});

describe("updates and deletes", () => {
  it("find their rows by filters", async () => {
    const updated = await client
      .from("posts")
      .update({ status: "draft" })
      .eq("author_id", 1)
      .select("id")
      .order("id");
    expect([updated.status, updated.data]).toEqual([200, [{ id: 1 }, { id: 2 }]]);
    const silent = await client.from("posts").update({ views: 1 }, { count: "exact" }).gt("views", 15);
    expect([silent.status, silent.count]).toEqual([204, 2]);
    const deleted = await client.from("comments").delete().eq("post_id", 1).select("body").order("body");
    expect(deleted.data).toEqual([{ body: "First" }, { body: "Second" }]);
  });

  it("show what a changed row embeds, also when it no longer meets the filter", async () => {
    const found = await client.from("posts").update({ id: 77 }).eq("id", 4).select("id, comments(body)");
    expect(found.data).toEqual([{ id: 77, comments: [] }]);
  });

  it("without a filter are refused", async () => {
    const updated = await client.from("posts").update({ views: 0 });
    expect([updated.status, updated.error?.code]).toEqual([400, "21000"]);
    const deleted = await client.from("posts").delete();
    expect(deleted.error?.message).toBe("DELETE requires a WHERE clause");
  });

  it("without a filter change nothing where there is nothing, and are refused from the first row on", async () => {
    const columns = [{ name: "id", type: "bigint" as const, primary_key: true }];
    await app.apply({ kind: "create_table", table: { name: "plans", columns } });
    const plans = () => client.from("plans");
    expect((await plans().update({ id: 2 })).status).toBe(204);
    expect(await plans().delete({ count: "exact" }).select()).toMatchObject({ data: [], count: 0 });
    expect((await plans().update({ id: 2 }).select().single()).error?.code).toBe("PGRST116");
    expect((await plans().update({ idd: 2 } as object)).error?.code).toBe("PGRST204");
    await plans().insert({ id: 1 });
    expect((await plans().delete().select()).error?.code).toBe("21000");
    expect((await plans().select("id")).data).toEqual([{ id: 1 }]);
  });

  it("undo themselves when not the one row was meant, or too many", async () => {
    const single = await client.from("posts").update({ views: 0 }).gt("id", 0).select().single();
    expect([single.status, single.error?.code]).toEqual([406, "PGRST116"]);
    const few = await send("DELETE", "/comments?body=neq.x", "", {
      Prefer: "handling=strict, max-affected=1",
    });
    expect(await few.json()).toMatchObject({ code: "PGRST124", details: "The query affects 3 rows" });
    expect((await client.from("comments").select("body")).data).toHaveLength(3);
    // What is added is limited by nobody.
    const both = await send("POST", "/topics", '[{"id":30},{"id":31}]', {
      Prefer: "handling=strict, max-affected=1, tx=rollback, resolution=merge-duplicates",
    });
    expect(both.status).toBe(201);
    const { data } = await client.from("posts").select("views").eq("id", 1);
    expect(data).toEqual([{ views: 30 }]);
  });

  it("of rows that others refer to are refused", async () => {
    const { error, status } = await client.from("authors").delete().eq("id", 1);
    expect([status, error?.code]).toEqual([409, "23503"]);
  });

  it("can be tried", async () => {
    const tried = await client.from("posts").delete().eq("id", 2).select("id").rollback();
    expect(tried.data).toEqual([{ id: 2 }]);
    expect((await client.from("posts").select("id").eq("id", 2)).data).toEqual([{ id: 2 }]);
  });

  it("put one row at its key", async () => {
    const put = await send("PUT", "/topics?id=eq.9", '{"id":9,"word":"nine"}');
    expect(put.status).toBe(201);
    const wrong = await send("PUT", "/topics?id=eq.9", '{"id":8,"word":"nine"}');
    expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([400, "PGRST115"]);
  });
});

describe("preferences", () => {
  it("that are not understood are refused on request", async () => {
    const response = await send("POST", "/topics", "{}", { Prefer: "handling=strict, foo=bar" });
    expect(await response.json()).toMatchObject({
      code: "PGRST122",
      details: "Invalid preferences: foo=bar",
    });
  });

  it("that were followed are told", async () => {
    const response = await send("POST", "/topics", '{"id":90}', {
      Prefer: "return=headers-only, count=exact",
    });
    expect(response.headers.get("preference-applied")).toBe("return=headers-only, count=exact");
    expect(response.headers.get("location")).toBe("/topics?id=eq.90");
    expect(response.headers.get("content-range")).toBe("*/1");
  });
});
