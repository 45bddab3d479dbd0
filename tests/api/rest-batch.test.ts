import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { eventually } from "#tests/harness/eventually.ts";
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

async function withOwner(work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client(harness.owner);
  await owner.connect();
  await work(owner).finally(() => owner.end());
}

const newPost = [
  { name: "author", method: "POST", path: "/authors?select=id", body: { id: 9, name: "Edsger" } },
  {
    name: "post",
    method: "POST",
    path: "/posts?select=id,author_id",
    body: { id: 90, title: "Goto", author_id: { $ref: "author.id" } },
  },
  { method: "PATCH", path: "/posts?id=eq.{post.id}&select=title", body: { title: "Go to" } },
];

const titles = async () => (await client.from("posts").select("title").eq("id", 90)).data;

describe("a batch", () => {
  it("writes to many tables, each operation knowing what those before it gave", async () => {
    const { data, error } = await client.rpc("_batch", { ops: newPost });
    expect(error).toBeNull();
    expect(data).toEqual([
      { status: 201, body: [{ id: 9 }] },
      { status: 201, body: [{ id: 90, author_id: 9 }] },
      { status: 200, body: [{ title: "Go to" }] },
    ]);
    expect(await titles()).toEqual([{ title: "Go to" }]);
  });

  it("does all or nothing, and says which operation failed", async () => {
    const ops = [...newPost, { method: "POST", path: "/posts", body: { id: 1, title: "Taken" } }];
    const { error, status } = await client.rpc("_batch", { ops });
    expect([status, error?.code, error?.message]).toEqual([
      409,
      "23505",
      'duplicate key value violates unique constraint "posts_pkey"',
    ]);
    expect(error?.details).toMatchObject({ operation: 3 });
    expect(await titles()).toEqual([]);
  });

  it("tells which values broke a key, as a write of its own would", async () => {
    const ops = [newPost[0], { method: "POST", path: "/authors", body: { id: 1, name: "Again" } }];
    const { status, error } = await client.rpc("_batch", { ops });
    expect([status, error?.code]).toEqual([409, "23505"]);
    expect(error?.details).toEqual({ operation: 1, details: "Key (id)=(1) already exists." });
    expect(await titles()).toEqual([]);
    // To whom rules bind the values are not told, but which operation it was is.
    const rule = { name: "all", using: "true" } as const;
    await app.apply({ kind: "create_policy", table: "authors", policy: rule });
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const bound = await visitor.rpc("_batch", { ops: [ops[1]] });
    expect([bound.status, bound.error?.code]).toEqual([409, "23505"]);
    expect(bound.error?.details).toEqual({ operation: 0, details: null });
  });

  it("can be tried", async () => {
    const { data } = await client.rpc("_batch", { ops: newPost, dry_run: true });
    expect(data).toHaveLength(3);
    expect(await titles()).toEqual([]);
  });

  it("is tried as well with Prefer: tx=rollback, which no operation of it can say alone", async () => {
    const { data, error } = await client.rpc("_batch", { ops: newPost }).rollback();
    expect([error, data?.length]).toEqual([null, 3]);
    expect(await titles()).toEqual([]);
    const ops = [newPost[0], { path: "/topics", prefer: "return=minimal, tx=rollback", body: { id: 5 } }];
    const alone = await client.rpc("_batch", { ops });
    expect([alone.status, alone.error?.code]).toEqual([400, "PGRST102"]);
    expect((await client.from("topics").select("id").eq("id", 5)).data).toEqual([]);
  });

  it("has each operation's times in the zone that it asks for", async () => {
    const at = { method: "GET", path: "/posts?select=created_at&id=eq.1" };
    const { data } = await client.rpc("_batch", {
      ops: [{ ...at, prefer: "timezone=Asia/Tokyo" }, at, { ...at, prefer: "timezone=Asia/Tokyo" }],
    });
    const zones = (data as { body: { created_at: string }[] }[]).map(({ body }) =>
      body[0]?.created_at.slice(-6),
    );
    expect(zones).toEqual(["+09:00", "+00:00", "+09:00"]);
  });

  it("sent again under its key answers again and does nothing", async () => {
    const batch = { ops: newPost, idempotency_key: "order-1" };
    const first = await client.rpc("_batch", batch);
    const again = await client.rpc("_batch", batch);
    expect(again.data).toEqual(first.data);
    const other = await client.rpc("_batch", { ops: newPost.slice(0, 1), idempotency_key: "order-1" });
    expect([other.status, other.error?.code]).toEqual([422, "PGRST102"]);
  });

  it("sent again is answered in the same bytes", async () => {
    const ops = [{ method: "POST", path: "/topics?select=word,id", body: { id: 70, word: "a  b" } }];
    const send = async () => {
      const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/_batch`, {
        method: "POST",
        headers: { apikey: app.keys.service_role, "Content-Type": "application/json" },
        body: JSON.stringify({ ops, idempotency_key: "bytes" }),
      });
      return response.text();
    };
    const first = await send();
    expect(first).toBe('[{"status":201,"body":[{"word":"a  b","id":70}]}]');
    expect(await send()).toBe(first);
  });

  it("waits for no other batch, also where keys of both are a day old", async () => {
    const { projectId } = app;
    await withOwner(async (owner) => {
      const old = "insert into rowhouse.project_batches (project_id, caller, key, request, created_at)";
      await owner.query(`${old} values ($1, 'anon', 'old', '', now() - interval '2 days')`, [projectId]);
      await owner.query("begin");
      const row = "project_id = $1 and id in (select id from rowhouse.project_data where project_id = $1)";
      await owner.query(`select 1 from rowhouse.project_data where ${row} for update`, [projectId]);
      const change = { ops: [{ method: "PATCH", path: "/posts?id=eq.1", body: { views: 31 } }] };
      const held = client.rpc("_batch", { ...change, idempotency_key: "held" }).then((answer) => answer);
      await eventually(async () => {
        const waiting =
          "select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database()) or not granted and locktype = 'transactionid'";
        expect((await owner.query(waiting)).rowCount).toBeGreaterThan(0);
      });
      const other = { ops: [{ path: "/topics", body: { id: 71, word: "x" } }], idempotency_key: "other" };
      expect((await client.rpc("_batch", other)).status).toBe(200);
      await owner.query("commit");
      expect((await held).status).toBe(200);
      const kept = await owner.query(
        "select key from rowhouse.project_batches where project_id = $1 order by 1",
        [projectId],
      );
      expect(kept.rows.map(({ key }) => key)).toEqual(["held", "other"]);
    });
  });

  it("under a key that another of the project's keys has used is a batch of its own", async () => {
    const batch = { ops: [{ method: "GET", path: "/authors?select=name" }], idempotency_key: "order-1" };
    expect((await client.rpc("_batch", batch)).data?.[0]?.body).not.toEqual([]);
    const input = { kind: "secret", name: "narrow", scopes: { tables: { posts: ["select"] } } } as const;
    const key = await createProjectKey(app.actor, app.projectId, input);
    const narrow = createClient(`${server.url}/p/${app.ref}`, String(key.token));
    const { error, data } = await narrow.rpc("_batch", batch);
    expect([data, error?.code]).toEqual([null, "42501"]);
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    expect((await visitor.rpc("_batch", batch)).data).not.toEqual((await client.rpc("_batch", batch)).data);
  });

  it("takes what it refers to in an address for a value, whatever signs are in it", async () => {
    const name = '9,id.gt.0) "x\\';
    const author = { name: "author", method: "POST", path: "/authors?select=id,name", body: { id: 9, name } };
    const found = async (filter: string) => {
      const ops = [author, { method: "GET", path: `/authors?select=id&${filter}` }];
      const { data, error } = await client.rpc("_batch", { ops, dry_run: true });
      return error?.message ?? data[1].body;
    };
    const lists = ["name=in.({author.name})", 'name=in.("{author.name}")', "name=in.(x,{author.name})"];
    const conditions = [
      "name.eq.{author.name}",
      "name.eq.%22{author.name}%22",
      "id.eq.0,name.eq.{author.name}",
    ];
    for (const filter of ["name=eq.{author.name}", ...lists, ...conditions.map((one) => `or=(${one})`)])
      expect([filter, await found(filter)]).toEqual([filter, [{ id: 9 }]]);
    expect(await found("or=(name.like.*{author.name}*)")).toMatch(/double quotes/);
  });

  it("keeps the digits of the numbers that are answered and referred to", async () => {
    const id = "9007199254740993";
    const ops = [
      { name: "author", method: "POST", path: "/authors?select=id", body: { id, name: "Many" } },
      {
        method: "POST",
        path: "/posts?select=told:author_id::text",
        body: { id: 9, title: "x", author_id: { $ref: "author.id" } },
      },
      { method: "GET", path: "/authors?select=told:id::text&id=eq.{author.id}" },
    ];
    const body = JSON.stringify({ ops, dry_run: true });
    const headers = { apikey: app.keys.service_role, "Content-Type": "application/json" };
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/_batch`, {
      method: "POST",
      headers,
      body,
    });
    expect(await response.text()).toBe(
      `[{"status":201,"body":[{"id":${id}}]},{"status":201,"body":[{"told":"${id}"}]},{"status":200,"body":[{"told":"${id}"}]}]`,
    );
  });

  it("keeps the digits of the numbers that it is sent, wherever they stand", async () => {
    const id = "9007199254740993";
    const ops = `[
      {"name": "author", "path": "/authors?select=id", "body": {"id": ${id}, "name": "Many"}},
      {"name": "post", "path": "/posts?select=id,price,meta", "body": [{"id": ${id}, "title": "x", "price": 12.50, "meta": {"deep": [${id}, 1e400, 1.0]}}]},
      {"method": "PATCH", "path": "/posts?select=price,meta,author_id&id=eq.{post.id}", "body": {"price": {"$ref": "post.price"}, "meta": ${id}, "author_id": {"$ref": "author.id"}}}
    ]`;
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/_batch`, {
      method: "POST",
      headers: { apikey: app.keys.service_role, "Content-Type": "application/json" },
      body: `{"dry_run": true, "ops": ${ops}}`,
    });
    const digits = `1${"0".repeat(400)}`;
    expect((await response.text()).replaceAll(" ", "")).toBe(
      `[{"status":201,"body":[{"id":${id}}]},` +
        `{"status":201,"body":[{"id":${id},"price":12.50,"meta":{"deep":[${id},${digits},1.0]}}]},` +
        `{"status":200,"body":[{"price":12.50,"meta":${id},"author_id":${id}}]}]`,
    );
  });

  it("is refused where its answers, or what it refers to, would fill the memory", async () => {
    const word = "x".repeat(1_000_000);
    await client.from("authors").insert({ id: 77, name: word });
    const read = { method: "GET", path: "/authors?select=name&id=eq.77" };
    const many = await client.rpc("_batch", { ops: Array.from({ length: 80 }, () => read) });
    expect([many.status, many.error?.code]).toEqual([413, "54000"]);
    const refs = Array.from({ length: 40 }, () => ({ $ref: "word.name" }));
    const large = await client.rpc("_batch", {
      ops: [
        { ...read, name: "word" },
        { path: "/authors", body: { name: refs } },
      ],
    });
    expect([large.status, large.error?.code]).toEqual([413, "54000"]);
  });

  it("takes no operator and no list of names out of a row", async () => {
    await client.from("authors").insert({ id: 79, name: "gt.0" });
    await client.from("authors").insert({ id: 80, name: "id,name" });
    const read = (id: number) => ({ name: "a", method: "GET", path: `/authors?select=name&id=eq.${id}` });
    const asked = (id: number, path: string) =>
      client.rpc("_batch", { ops: [read(id), { method: "GET", path }] });
    for (const [id, path] of [
      [79, "/authors?id={a.name}"],
      [80, "/authors?select={a.name}"],
      [80, "/authors?select=born,{a.name}"],
      [80, "/posts?select=id,authors!author_id(id)&authors.order={a.name}"],
    ] as const) {
      const { status, error } = await asked(id, path);
      expect([path, status, error?.code]).toEqual([path, 400, "PGRST102"]);
    }
    const { data } = await asked(80, "/authors?select=id&name=eq.{a.name}");
    expect(data?.[1]?.body).toEqual([{ id: 80 }]);
    await client.from("authors").delete().gte("id", 79);
  });

  it("is refused where a path is longer than an address may be, and where it reads too much", async () => {
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const answer = async (path: string) => {
      const { status, error } = await visitor.rpc("_batch", { ops: [{ method: "GET", path }] });
      return [status, error?.code];
    };
    const list = (count: number, item: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => item(index)).join(",");
    expect(await answer(`/topics?id=in.(${list(40_000, () => "{a.id}")})`)).toEqual([431, "RH003"]);
    expect(await answer(`/posts?select=id&order=${list(20_000, (i) => `meta->a${i}`)}`)).toEqual([
      431,
      "RH003",
    ]);
    // How many is told before they are compared with each other.
    await app.apply({ kind: "create_policy", table: "posts", policy: { name: "all", using: "true" } });
    expect(await answer(`/posts?select=${list(3_000, () => "comments(id)")}`)).toEqual([400, "54001"]);
    const keys = (count: number) => `/posts?select=id&order=${list(count, (i) => `meta->a${i}`)}`;
    expect([await answer(keys(200)), await answer(keys(201))]).toEqual([
      [200, undefined],
      [400, "54001"],
    ]);
  });

  it("that only reads is carried out each time, and nothing is kept of it", async () => {
    const batch = { ops: [{ method: "GET", path: "/authors?select=id&id=eq.78" }], idempotency_key: "read" };
    expect((await client.rpc("_batch", batch)).data).toEqual([{ status: 200, body: [] }]);
    await client.from("authors").insert({ id: 78, name: "new" });
    expect((await client.rpc("_batch", batch)).data).toEqual([{ status: 200, body: [{ id: 78 }] }]);
  });

  it("that refers to nothing, or is none, is refused", async () => {
    const lost = await client.rpc("_batch", {
      ops: [{ path: "/posts", body: { id: { $ref: "nobody.id" } } }],
    });
    expect([lost.status, lost.error?.message]).toEqual([400, '"nobody.id" refers to no earlier operation']);
    expect(lost.error?.details).toMatchObject({ operation: 0 });
    const braces = (path: string) => client.rpc("_batch", { ops: [{ method: "GET", path }] });
    expect((await braces("/posts?select=id&labels=cs.{x}")).error?.hint).toContain("%7B");
    expect((await braces("/posts?select=id&labels=cs.%7Bx%7D")).data).toEqual([
      { status: 200, body: [{ id: 3 }] },
    ]);
    expect((await client.rpc("_batch", { ops: [] })).error?.code).toBe("PGRST102");
    const broken = await client.rpc("_batch", { ops: [{ path: "/po%sts", body: {} }] });
    expect([broken.status, broken.error?.code]).toEqual([400, "PGRST102"]);
  });

  it("is bound by the rules of whoever sends it", async () => {
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const { error, status } = await visitor.rpc("_batch", { ops: newPost });
    expect([status, error?.code]).toEqual([401, "42501"]);
  });
});
