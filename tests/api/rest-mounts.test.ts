import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET, OPTIONS, POST } from "#app/p/[ref]/[service]/v1/[[...path]]/route.ts";
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

interface Asked {
  readonly path: string;
  readonly method?: "GET" | "POST" | "OPTIONS";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly key?: string | null;
}

const asked: readonly Asked[] = [
  { path: "/posts?select=id,title&order=id" },
  { path: "/posts?select=id,comments(body)&id=in.(1,3)&order=id.desc", headers: { Prefer: "count=exact" } },
  { path: "/posts?id=eq.1", headers: { Accept: "application/vnd.pgrst.object+json" } },
  { path: "/posts?select=id,title&id=eq.1", headers: { Accept: "text/csv" } },
  { path: "/posts?select=nope" },
  { path: "/nowhere" },
  { path: "/posts", key: null },
  { path: "/posts", key: "not.a.key" },
  { path: "/posts", method: "OPTIONS" },
  {
    path: "/posts",
    method: "OPTIONS",
    headers: { Origin: "https://app.example", "Access-Control-Request-Method": "POST" },
  },
  { path: "/posts", headers: { Origin: "https://app.example" } },
  {
    path: "/topics",
    method: "POST",
    headers: { Prefer: "tx=rollback, return=representation" },
    body: '{"id":5,"word":"ü"}',
  },
  { path: "/topics", method: "POST", body: "{" },
];

/** Status, body and headers, as far as they come from the data API. */
async function answerOf(response: Response): Promise<object> {
  const own = [...response.headers].filter(
    ([name]) => !/^(date|connection|keep-alive|content-length|transfer-encoding)$/.test(name),
  );
  const text = (await response.text()).replace(/"(created|updated)_at":"[^"]*"/g, "");
  return { status: response.status, headers: Object.fromEntries(own), text };
}

describe("the two mounts", () => {
  it.each(asked)("answer $method $path alike", async ({ path, method = "GET", headers = {}, body, key }) => {
    const init = {
      method,
      headers: { ...(key === null ? {} : { apikey: key ?? app.keys.service_role }), ...headers },
      ...(body === undefined ? {} : { body }),
    };
    const url = `${server.url}/p/${app.ref}/rest/v1${path}`;
    const direct = await answerOf(await fetch(url, init));
    const routed = await answerOf(await { GET, OPTIONS, POST }[method](new Request(url, init)));
    expect(routed).toEqual(direct);
  });

  it.each(["auth/v1/settings", "auth/v1/user", "auth/v1/nowhere", "auth/v1/.well-known/jwks.json"])(
    "answer %s alike",
    async (path) => {
      const url = `${server.url}/p/${app.ref}/${path}`;
      const init = { headers: { apikey: app.keys.anon, Origin: "https://app.example" } };
      const direct = await answerOf(await fetch(url, init));
      expect(await answerOf(await GET(new Request(url, init)))).toEqual(direct);
    },
  );

  it.each(["constructor", "toString", "rests"])("know no service called %s", async (name) => {
    const url = `${server.url}/p/${app.ref}/${name}/v1/posts`;
    const init = { headers: { apikey: app.keys.service_role, Origin: "https://app.example" } };
    expect((await fetch(url, init)).status).toBe(404);
    expect((await GET(new Request(url, init))).status).toBe(404);
  });

  it.each(["storage", "realtime", "functions", "graphql"])(
    "say in words that there is no %s, where a browser can read it",
    async (name) => {
      const init = {
        method: "POST",
        headers: { apikey: app.keys.anon, Origin: "https://app.example" },
        body: "{}",
      };
      const url = `${server.url}/p/${app.ref}/${name}/v1/object/photos/cat.png`;
      const response = await fetch(url, init);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      const direct = await answerOf(response);
      expect(direct).toMatchObject({ status: 404 });
      expect(JSON.parse((direct as { text: string }).text).message).toContain(
        `This project has no ${name}/v1`,
      );
      expect(await answerOf(await POST(new Request(url, init)))).toEqual(direct);
    },
  );

  it.each(["", "/p/-", "/p/Posts"])(
    "say that the address of an app names no project (%s)",
    async (prefix) => {
      const url = `${server.url}${prefix}/rest/v1/posts?select=*`;
      const headers = { apikey: app.keys.anon, Origin: "https://app.example" };
      const response = await fetch(url, { headers });
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      const direct = await answerOf(response);
      expect(direct).toMatchObject({ status: 404 });
      expect(await answerOf(await GET(new Request(url, { headers })))).toEqual(direct);
      const asks = { ...headers, "Access-Control-Request-Method": "GET" };
      expect((await fetch(url, { method: "OPTIONS", headers: asks })).status).toBe(204);
      const client = createClient(`${server.url}${prefix}`, app.keys.anon);
      const { error } = await client.from("posts").select();
      expect(error?.message).toBe("This address names no project.");
      const signedIn = await client.auth.signInWithPassword({ email: "a@example.org", password: "secret" });
      expect(signedIn.error?.message).toBe("This address names no project.");
    },
  );

  it("lets supabase-js show these words", async () => {
    const client = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const { error } = await client.storage.from("photos").upload("cat.png", "meow");
    expect(error?.message).toContain("files are not stored here");
  });
});
