import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET } from "#app/p/[ref]/[service]/v1/[[...path]]/route.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { middleware } from "../../middleware.ts";

let harness: AccountsHarness;
let app: AppProject;

beforeAll(async () => {
  harness = await accountsRuntime();
  app = await blogProject();
});
afterAll(() => harness.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  GET(
    new Request(`http://localhost:3000/p/${app.ref}/rest/v1${path}`, {
      headers: { apikey: app.keys.service_role, ...headers },
    }),
  );

describe("an answer's tag", () => {
  it("spares who has it the body, until a row changes", async () => {
    const first = await get("/posts?select=id,title&order=id");
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[\w-]+"$/);
    const again = await get("/posts?select=id,title&order=id", { "If-None-Match": `"other", ${tag}` });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    await app.insert("posts", [{ id: 77, title: "New" }]);
    const changed = await get("/posts?select=id,title&order=id", { "If-None-Match": tag });
    expect(changed.status).toBe(200);
  });

  it("comes with word for caches: nobody else's keeps it, and who asked, and how, tells answers apart", async () => {
    const told = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await get(path, headers);
      return [answer.headers.get("cache-control"), answer.headers.get("vary")?.split(", ")];
    };
    const own = ["Accept", "Accept-Profile", "Authorization", "Origin", "Prefer", "Range", "apikey"];
    expect(await told("/posts?id=eq.1")).toEqual(["private, no-cache", own]);
    expect(await told("/nowhere", { Origin: "https://app.example" })).toEqual(["private, no-cache", own]);
    expect(await told("/", { Accept: "application/json" })).toEqual(["private, no-cache", own]);
    const tag = (await get("/posts?id=eq.1")).headers.get("etag") ?? "";
    expect(await told("/posts?id=eq.1", { "If-None-Match": tag })).toEqual(["private, no-cache", own]);
  });

  it("is on no error", async () => {
    expect((await get("/nowhere")).headers.get("etag")).toBeNull();
  });
});

describe("a project's own name", () => {
  const rewritten = async (host: string, path: string) => {
    const request = new NextRequest(`http://${host}${path}`, { headers: { host } });
    return (await middleware(request)).headers.get("x-middleware-rewrite");
  };

  it("leads to its data API on any host of the pages", async () => {
    const to = await rewritten(`${app.ref}.localhost:3000`, "/rest/v1/posts?id=eq.1");
    expect(new URL(to ?? "").pathname).toBe(`/p/${app.ref}/rest/v1/posts`);
    expect(new URL(to ?? "").search).toBe("?id=eq.1");
    expect(await rewritten(`${app.ref}.localhost:3000`, "/auth/v1/health")).toContain(`/p/${app.ref}/auth`);
  });

  it("is none of a page, nor of a stranger's domain, where the data API says that no project is meant", async () => {
    expect(await rewritten(`${app.ref}.localhost:3000`, "/login")).toBeNull();
    expect(await rewritten(`${app.ref}.example.org`, "/rest/v1/posts")).toContain("/p/-/rest/v1/posts");
  });
});
