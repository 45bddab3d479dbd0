import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let server: DataApiServer;
let app: AppProject;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startDataApiServer();
  app = await blogProject();
});

afterAll(async () => {
  await server.close();
  await harness.close();
});

interface Refusal {
  readonly status: number;
  readonly body: { code: string; message: string; details: unknown; hint: string | null };
  readonly challenge: string | null;
}

async function refused(path: string, init: RequestInit = {}): Promise<Refusal> {
  const headers = { apikey: app.keys.service_role, ...init.headers };
  const response = await fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, { ...init, headers });
  const body = (await response.json()) as Refusal["body"];
  return { status: response.status, body, challenge: response.headers.get("www-authenticate") };
}

describe("what cannot be read", () => {
  it("is told in the words of the request", async () => {
    const { status, body } = await refused("/posts?views=eq(none).1");
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: "PGRST100",
      message: '"failed to parse filter (eq(none).1)" (line 1, column 1)',
      details: 'unexpected "e" expecting "not" or operator (eq, gt, ...)',
    });
  });
});

describe("what is nested by the thousand", () => {
  it("is refused, whatever it is nested in", async () => {
    const send = (method: string, path: string, body: string) =>
      refused(path, { method, body, headers: { "Content-Type": "application/json" } });
    const lists = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const answers = [
      await refused(`/posts?select=${"a(".repeat(6_000)}`),
      await send("POST", "/posts", `{"title": "x", "status": ${lists}}`),
      await send("PUT", "/posts?id=eq.1", `{"id": ${lists}}`),
      await send("POST", "/rpc/_batch", `{"ops": [{"path": "/posts", "body": {"meta": ${lists}}}]}`),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, "PGRST100"],
      [400, "54001"],
      [400, "54001"],
      [400, "54001"],
    ]);
  });
});

describe("text searches", () => {
  it("with too many signs within one another are told, as is a language without a name", async () => {
    const deep = await refused(`/posts?title=fts.${"!".repeat(200)}a`);
    expect([deep.status, deep.body.code]).toEqual([400, "54001"]);
    const nameless = await refused("/posts?title=fts().a");
    expect([nameless.status, nameless.body.code]).toEqual([400, "PGRST100"]);
  });
});

describe("names that there are not", () => {
  it("of columns are told with the resource that they were looked for in", async () => {
    const below = await refused("/authors?select=posts!author_id(titel)");
    expect(below.body).toMatchObject({
      code: "42703",
      message: "column posts_1.titel does not exist",
      hint: 'Perhaps you meant to reference the column "posts_1.title".',
    });
    const deeper = await refused("/authors?select=posts!author_id(comments(nope))");
    expect(deeper.body.message).toBe("column comments_2.nope does not exist");
  });

  it("of tables are told with one that is much like them, and with none else", async () => {
    expect((await refused("/post")).body.hint).toBe("Perhaps you meant the table 'public.posts'");
    expect((await refused("/past")).body.hint).toBeNull();
  });

  it("of columns to tell records apart by are none of a key's", async () => {
    const { status, body } = await refused("/posts?on_conflict=nope", {
      method: "POST",
      headers: { Prefer: "resolution=merge-duplicates", "Content-Type": "application/json" },
      body: '{"id":1,"title":"x"}',
    });
    expect([status, body.code, body.message]).toEqual([400, "42703", 'column "nope" does not exist']);
  });

  it("do not matter where nothing is shown", async () => {
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/posts?id=eq.1&select=nope`, {
      method: "PATCH",
      headers: { apikey: app.keys.service_role, "Content-Type": "application/json" },
      body: '{"views":30}',
    });
    expect(response.status).toBe(204);
  });
});

describe("embeddings", () => {
  it("of several relationships list them by kind and name", async () => {
    const { body } = await refused("/authors?select=posts(*)");
    expect(body.details).toEqual([
      {
        cardinality: "one-to-many",
        embedding: "authors with posts",
        relationship: "posts_author_id_fkey using authors(id) and posts(author_id)",
      },
      {
        cardinality: "one-to-many",
        embedding: "authors with posts",
        relationship: "posts_editor_id_fkey using authors(id) and posts(editor_id)",
      },
    ]);
  });

  it("that are grouped are ordered by what they show", async () => {
    const { status, body } = await refused("/posts?select=comments(id.count())&comments.order=body");
    expect([status, body.code]).toEqual([400, "42803"]);
    expect(body.message).toContain('column "comments_1.body" must appear in the GROUP BY clause');
    const own = await refused("/posts?select=status,id.count()&order=title");
    expect(own.body.message).toContain('column "posts.title"');
    const around = await refused("/posts?select=authors!author_id(name),id.count()&order=authors(born)");
    expect(around.body.message).toContain('column "posts_authors_1.born"');
    const shown = await fetch(
      `${server.url}/p/${app.ref}/rest/v1/posts?select=status,id.count()&order=status`,
      {
        headers: { apikey: app.keys.service_role },
      },
    );
    expect(shown.status).toBe(200);
  });

  it("of one name need an alias", async () => {
    const { status, body } = await refused("/posts?select=comments(id),comments(body)");
    expect([status, body.code]).toEqual([400, "42712"]);
    expect(body.message).toBe('table name "posts_comments_1" specified more than once');
  });
});

describe("forms and methods", () => {
  it("of addresses with the service's path in them twice say so", async () => {
    const { status, body } = await refused("/rest/v1/posts");
    expect([status, body.code, body.hint]).toEqual([
      404,
      "PGRST125",
      "The address of the project ends before /rest/v1.",
    ]);
    expect((await refused("/posts/1")).body.hint).toBeNull();
  });

  it("of the API's description are its own", async () => {
    const csv = await refused("/", { headers: { Accept: "text/csv" } });
    expect([csv.status, csv.body.code]).toEqual([406, "PGRST107"]);
    const rows = await refused("/posts", { headers: { Accept: "application/openapi+json" } });
    expect([rows.status, rows.body.code]).toEqual([406, "PGRST107"]);
    const post = await refused("/", { method: "POST", body: "{}" });
    expect([post.status, post.body.code]).toEqual([405, "PGRST117"]);
  });
});

describe("tokens", () => {
  it("that are none, or of nobody, are told apart", async () => {
    const odd = await refused("/posts", { headers: { Authorization: "Bearer x" } });
    expect([odd.status, odd.body.code, odd.body.message]).toEqual([
      401,
      "PGRST301",
      "Expected 3 parts in JWT; got 1",
    ]);
    const strange = await refused("/posts", { headers: { Authorization: "Bearer a.b.c" } });
    expect(strange.body.details).toBe("None of the keys was able to decode the JWT");
    expect(strange.challenge).toContain('error="invalid_token"');
    const opaque = await refused("/posts", { headers: { apikey: `rh_publishable_${"a".repeat(43)}` } });
    expect([opaque.status, opaque.body.code, opaque.body.message]).toEqual([
      401,
      "PGRST301",
      "Invalid API key",
    ]);
    const { keys: others } = await blogProject();
    const foreign = await refused("/posts", { headers: { apikey: others.anon } });
    expect([foreign.status, foreign.body.hint]).toEqual([401, "It is a key of another project."]);
    const damaged = await refused("/posts", { headers: { apikey: `${app.keys.anon}x` } });
    expect(damaged.body.hint).toBe("The key was revoked or has ended, or is damaged.");
    const none = await refused("/posts", { headers: { apikey: "" } });
    expect([none.status, none.body.code, none.challenge]).toEqual([401, "PGRST302", "Bearer"]);
  });
});
