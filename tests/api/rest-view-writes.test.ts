import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeApi } from "#lib/operations/data-api/describe-api.ts";
import { generateTypes } from "#lib/operations/data-api/generate-types.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import type { DataApiServer } from "#tests/harness/data-api-server.ts";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

const ann = "11111111-1111-4111-8111-111111111111";
const bob = "22222222-2222-4222-8222-222222222222";

const definitions = `
create view live_posts as select id, title, status, author_id, views * 2 as doubled from posts where status = 'live';
create view headlines (key, headline, kept) as select id, title, slug from posts where id < 100 with check option;
create view counts as select author_id, count(*) as n from posts group by author_id;
create table notes (id bigint primary key, body text not null, owner uuid, secret text);
create view note_list as select id as note, body as words, owner as whose from notes where body <> 'hidden';
create view note_secrets as select id, secret from notes;
create policy own on notes for all to authenticated using (owner = auth.uid());
create policy seen on notes for select to anon using (body = 'public');
revoke select (secret), update (secret) on notes from authenticated;
insert into notes values (1, 'mine', '${ann}', 's'), (2, 'other', '${bob}', 's'), (3, 'public', '${bob}', 's'),
  (4, 'hidden', '${ann}', 's');`;

let project: RestProject;
let server: DataApiServer;
let app: AppProject;
let client: SupabaseClient;
let user: SupabaseClient;
let visitor: SupabaseClient;

beforeAll(async () => {
  project = await restProject(definitions);
  ({ server, app } = project);
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
  user = await app.client(app.keys.anon, ann);
  visitor = await app.client(app.keys.anon);
});

afterAll(() => project.close());

const table = async (query: string) => {
  const { results } = await runSql(app.actor, app.databaseId, { query });
  return results[0]?.rows;
};

describe("a view of one table", () => {
  it("takes new rows, and answers in its own columns with what it embeds", async () => {
    const record = { id: 50, title: "Fifty", status: "live", author_id: 1 };
    const { data, status } = await client
      .from("live_posts")
      .insert(record)
      .select("id, title, doubled, authors(name)")
      .single();
    expect(status).toBe(201);
    expect(data).toEqual({ id: 50, title: "Fifty", doubled: null, authors: { name: "Ada" } });
    expect(await table("select title, status, author_id, slug from posts where id = 50")).toEqual([
      ["Fifty", "live", 1, null],
    ]);
  });

  it("changes only rows that it shows, and answers with a row that it shows no longer", async () => {
    const { data } = await client.from("live_posts").update({ status: "draft" }).in("id", [2, 50]).select();
    expect(data).toEqual([{ id: 50, title: "Fifty", status: "draft", author_id: 1, doubled: null }]);
    const gone = await client.from("live_posts").delete().eq("id", 50).select();
    expect(gone.data).toEqual([]);
    expect(await table("select id from posts where id = 50")).toEqual([[50]]);
  });

  it("deletes the rows that its own columns find", async () => {
    await client.from("posts").insert({ id: 51, title: "x", status: "live", views: 700 });
    const { data } = await client.from("live_posts").delete().eq("doubled", 1400).select("id");
    expect(data).toEqual([{ id: 51 }]);
  });

  it("is written under the names that it gives: new rows, upserts by its key, one row at its key", async () => {
    const made = await client
      .from("headlines")
      .insert([
        { key: 60, headline: "a", kept: "k-60" },
        { key: 61, headline: "b", kept: null },
      ])
      .select();
    expect(made.data).toEqual([
      { key: 60, headline: "a", kept: "k-60" },
      { key: 61, headline: "b", kept: null },
    ]);
    const upserted = await client
      .from("headlines")
      .upsert({ key: 60, headline: "A" })
      .select("headline, kept");
    expect(upserted.data).toEqual([{ headline: "A", kept: "k-60" }]);
    const bySlug = await client
      .from("headlines")
      .upsert({ key: 60, headline: "AA", kept: "k-60" }, { onConflict: "kept" })
      .select("headline");
    expect(bySlug.data).toEqual([{ headline: "AA" }]);
    const put = await fetch(`${server.url}/p/${app.ref}/rest/v1/headlines?key=eq.61`, {
      method: "PUT",
      headers: {
        apikey: app.keys.service_role,
        "Content-Type": "application/json",
        Prefer: "return=headers-only",
      },
      body: JSON.stringify({ key: 61, headline: "put" }),
    });
    expect(put.status).toBe(204);
    expect(put.headers.get("location")).toBe("/headlines?key=eq.61");
    expect(await table("select id, title, slug from posts where id in (60, 61) order by id")).toEqual([
      [60, "AA", "k-60"],
      [61, "put", null],
    ]);
  });

  it("tells what is wrong in the table's constraints and its own", async () => {
    const failed = async (of: PromiseLike<{ status: number; error: object | null }>) => {
      const { status, error } = await of;
      return { status, ...error };
    };
    expect(await failed(client.from("headlines").insert({ key: 500, headline: "x" }))).toMatchObject({
      status: 400,
      code: "44000",
      message: 'new row violates check option for view "headlines"',
    });
    expect(await failed(client.from("headlines").insert({ key: 1, headline: "x" }))).toMatchObject({
      status: 409,
      code: "23505",
      details: "Key (id)=(1) already exists.",
    });
    expect(await failed(client.from("live_posts").insert({ id: 70, doubled: 3 }))).toMatchObject({
      status: 400,
      code: "0A000",
      message: 'cannot insert into column "doubled" of view "live_posts"',
    });
    expect(await failed(client.from("live_posts").update({ views: 3 }).eq("id", 1))).toMatchObject({
      code: "PGRST204",
    });
    expect(await failed(client.from("counts").insert({ author_id: 3 }))).toMatchObject({
      status: 400,
      code: "55000",
      message: 'cannot insert into view "counts"',
      details: "Views containing GROUP BY are not automatically updatable.",
    });
    expect(await failed(client.from("counts").delete().eq("author_id", 1))).toMatchObject({ code: "55000" });
    expect(await failed(client.from("live_posts").delete())).toMatchObject({ code: "21000" });
  });
});

describe("the table's rules and grants", () => {
  it("bind whoever writes through a view", async () => {
    const made = await user.from("note_list").insert({ note: 10, words: "new", whose: ann }).select();
    expect(made.data).toEqual([{ note: 10, words: "new", whose: ann }]);
    const forged = await user.from("note_list").insert({ note: 11, words: "x", whose: bob });
    expect(forged.error?.code).toBe("42501");
    const changed = await user
      .from("note_list")
      .update({ words: "!" })
      .in("note", [1, 2, 3, 4])
      .select("note");
    expect(changed.data).toEqual([{ note: 1 }]);
    const given = await user.from("note_list").update({ whose: bob }).eq("note", 1);
    expect(given.error?.code).toBe("42501");
    const deleted = await user.from("note_list").delete().in("note", [2, 3, 10]).select("note");
    expect(deleted.data).toEqual([{ note: 10 }]);
    expect(await table("select id, body from notes order by id")).toEqual([
      [1, "!"],
      [2, "other"],
      [3, "public"],
      [4, "hidden"],
    ]);
  });

  it("leave a visitor who may only read with nothing to write", async () => {
    const made = await visitor.from("note_list").insert({ note: 12, words: "x" });
    expect(made.error?.code).toBe("42501");
    const changed = await visitor.from("note_list").update({ words: "x" }).eq("note", 3).select();
    expect(changed.data).toEqual([]);
    const deleted = await visitor.from("note_list").delete().eq("note", 3).select();
    expect(deleted.data).toEqual([]);
  });

  it("keep a column that was taken away from being written or compared through a view", async () => {
    const changed = await user.from("note_secrets").update({ secret: "x" }).eq("id", 1);
    expect(changed.error).not.toBeNull();
    const found = await user.from("note_secrets").delete().eq("secret", "s");
    expect(found.error).not.toBeNull();
    expect(await table("select count(*) from notes where secret = 's'")).toEqual([[4]]);
  });
});

describe("what describes the API", () => {
  it("tells views with what can be done through them", async () => {
    const document = (await describeApi(app.actor, app.databaseId)) as {
      paths: Record<string, Record<string, object>>;
    };
    expect(Object.keys(document.paths["/live_posts"] ?? {})).toEqual(["get", "post", "patch", "delete"]);
    expect(Object.keys(document.paths["/counts"] ?? {})).toEqual(["get"]);
  });

  it("tells a visitor of no view over a closed table", async () => {
    const document = async (key: string) => {
      const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/`, { headers: { apikey: key } });
      return (await response.json()) as { paths: Record<string, Record<string, object>> };
    };
    const { paths } = await document(app.keys.anon);
    expect(Object.keys(paths).filter((path) => /live_posts|counts|headlines/.test(path))).toEqual([]);
    expect(Object.keys(paths["/note_list"] ?? {})).toEqual(["get"]);
  });

  it("types what can be written through a view", async () => {
    const types = await generateTypes(app.actor, app.databaseId, "supabase");
    expect(types).toContain(`        Insert: {
          author_id?: number | null
          doubled?: never
          id?: number | null
          status?: "draft" | "live" | null
          title?: string | null
        }`);
    const counts = types.slice(types.indexOf("counts: {"), types.indexOf("headlines: {"));
    expect(counts).not.toContain("Insert");
  });
});
