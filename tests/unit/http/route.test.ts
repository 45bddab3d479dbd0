import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sessionCookieName } from "#lib/auth/cookies.ts";
import { signSessionToken } from "#lib/auth/session-token.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { bodySchema, object } from "#lib/http/body-schema.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createBodyRoom } from "#lib/limits/body-room.ts";
import { installRuntime, type Runtime } from "#lib/runtime/runtime.ts";

const secret = "a secret of thirty-two characters or more";
const userId = "0d7c5a3e-0000-4000-8000-000000000001";
const logged: unknown[][] = [];
const query = vi.fn();
const consume = vi.fn();

beforeEach(() => {
  logged.length = 0;
  consume.mockReset().mockResolvedValue({ allowed: true, limit: 300, remaining: 299, resetSeconds: 10 });
  query.mockReset().mockResolvedValue({ rows: [{ id: "session" }], rowCount: 1 });
  const log = { child: () => log, error: (...line: unknown[]) => logged.push(line), debug: () => undefined };
  const config = { secret, appUrl: "http://localhost:3000", trustProxyHops: 0 };
  const limiter = { consume };
  const bodyRoom = createBodyRoom();
  installRuntime({ config, log, limiter, bodyRoom, database: { query } } as unknown as Runtime);
});
afterEach(() => vi.restoreAllMocks());

const none = { params: Promise.resolve({}) };
const url = "http://localhost:3000/api/test";
const body = bodySchema<{ n: number }>(object({ n: { type: "integer" } }, ["n"]));
const echo = route(async (request) => json({ n: request.body.n }), { auth: "none", body });

function post(content: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request(url, {
    method: "POST",
    body: content,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return ((await response.json()) as { error: Record<string, unknown> }).error;
}

describe("route", () => {
  it("answers errors with all five keys, the request's id and no caching", async () => {
    const response = await echo(post('{"n":"x"}', { "X-Request-Id": "given-by-proxy" }), none);
    expect(response.status).toBe(400);
    expect(response.headers.get("X-Request-Id")).toBe("given-by-proxy");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(await errorOf(response)).toEqual({
      code: "RH002",
      message: "/n: must be integer",
      details: [{ path: "/n", message: "must be integer" }],
      hint: null,
      id: "given-by-proxy",
    });
  });

  it("tells a browser what ran out of time with 400, as it would send it again for 408", async () => {
    const slow = route(() => Promise.reject(new AppError("57014", "too slow", { status: 408 })), {
      auth: "none",
    });
    const asked = async (agent: string) => slow(post("{}", { "User-Agent": agent }), none);
    const inBrowser = await asked("Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36");
    expect([inBrowser.status, (await errorOf(inBrowser)).code]).toEqual([400, "57014"]);
    expect(inBrowser.headers.get("Content-Type")).toContain("application/json");
    expect((await asked("curl/8.5")).status).toBe(408);
  });

  it("makes an id of its own when the given one does not belong into a log line", async () => {
    const response = await echo(post('{"n":1}', { "X-Request-Id": "a b\tc" }), none);
    expect(response.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ["no JSON", '{"n":', 400, "RH001"],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), 400, "RH001"],
    ["JSON nested without end", `{"n":${"[".repeat(10_000)}1${"]".repeat(10_000)}}`, 400, "RH001"],
    ["no body", null, 400, "RH002"],
    ["an unknown key", '{"n":1,"m":2}', 400, "RH002"],
    ["more than 1 MiB", `{"n":1${" ".repeat(1024 * 1024)}}`, 413, "RH003"],
  ])("refuses %s", async (_what, content, status, code) => {
    const response = await echo(post(content), none);
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code });
  });

  it("takes brackets inside of texts for what they are", async () => {
    const text = JSON.stringify(`\\"${"[{".repeat(1000)}`);
    expect(await errorOf(await echo(post(`{"n":${text}}`), none))).toMatchObject({ code: "RH002" });
  });

  it("spells an id of the path in one way, so that nothing is counted twice for its letters' case", async () => {
    const params = { id: "uuid" } as const;
    const shown = route(async (request) => json(request.params), { auth: "none", params });
    const asked = { params: Promise.resolve({ id: userId.toUpperCase() }) };
    expect(await (await shown(new Request(url), asked)).json()).toEqual({ id: userId });
  });

  it("reads a refused body to its end, so that the connection can be used again, but not for ever", async () => {
    const sent = (chunks: number) => {
      let pulled = 0;
      const body = new ReadableStream({
        pull(controller) {
          pulled += 1;
          if (pulled > chunks) controller.close();
          else controller.enqueue(new Uint8Array(1024 * 1024));
        },
      });
      const headers = { "Content-Type": "application/json" };
      const request = new Request(url, { method: "POST", body, headers, duplex: "half" } as RequestInit);
      return { request, pulled: () => pulled };
    };
    const long = sent(5);
    const answer = await echo(long.request, none);
    expect([answer.status, answer.headers.get("Connection"), long.pulled()]).toEqual([413, null, 6]);
    const endless = sent(1_000_000);
    const cut = await echo(endless.request, none);
    expect([cut.status, cut.headers.get("Connection")]).toEqual([413, "close"]);
    expect(endless.pulled()).toBeLessThan(40);
  });

  it("refuses a body that does not say that it is JSON, which is all a foreign form can send", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const response = await echo(post('{"n":1}', { "Content-Type": type }), none);
      expect(response.status).toBe(415);
    }
    expect(
      (await echo(post('{"n":1}', { "Content-Type": "Application/JSON; charset=utf-8" }), none)).status,
    ).toBe(200);
  });

  it("hides what went wrong inside, and logs it with its cause", async () => {
    const cause = new Error("password=hunter2 in project_data");
    const fail = route(
      async () => {
        throw cause;
      },
      { auth: "none" },
    );
    const response = await fail(new Request(url), none);
    expect(response.status).toBe(500);
    const error = await errorOf(response);
    expect(error).toMatchObject({ code: "RH000", message: "Internal error", details: null });
    expect(JSON.stringify(error)).not.toContain("hunter2");
    expect(logged).toEqual([[{ err: cause }, "a request failed"]]);
  });

  it("takes an error of ours for one even when another copy of the code made it", async () => {
    class Foreign extends Error {
      override readonly name = "AppError";
      readonly code = "RH201";
      readonly status = 409;
      readonly details = { database: 1 };
      readonly hint = null;
    }
    const fail = route(
      async () => {
        throw new Foreign("exists");
      },
      { auth: "none" },
    );
    expect((await fail(new Request(url), none)).status).toBe(409);
  });

  it("tells on every answer how much is left, and past the limit when to come back", async () => {
    const first = await echo(post('{"n":1}'), none);
    expect(first.headers.get("RateLimit-Limit")).toBe("300");
    expect(first.headers.get("RateLimit-Remaining")).toBe("299");
    expect(first.headers.get("Retry-After")).toBeNull();
    consume.mockResolvedValue({ allowed: false, limit: 300, remaining: 0, resetSeconds: 7 });
    const response = await echo(post('{"n":1}'), none);
    expect([response.status, response.headers.get("Retry-After")]).toEqual([429, "7"]);
    expect(response.headers.get("RateLimit-Reset")).toBe("7");
    expect(await errorOf(response)).toMatchObject({ code: "RH006", details: { retry_after: 7 } });
  });

  it("counts a user wherever they are, and whoever is not known by their address", async () => {
    const headers = { "x-rowhouse-client-address": "2001:db8:1:2:3:4:5:6" };
    await echo(post('{"n":1}', headers), none);
    expect(consume).toHaveBeenLastCalledWith("2001:db8:1:2::/64", expect.objectContaining({ name: "api" }));
    const token = await signSessionToken({ userId, sessionId: userId }, secret);
    const request = new Request(url, { headers: { ...headers, Authorization: `Bearer ${token}` } });
    await route(async () => json({}), { limit: { name: "x", points: 1, windowSeconds: 1 } })(request, none);
    expect(consume).toHaveBeenLastCalledWith(userId, { name: "x", points: 1, windowSeconds: 1 });
  });

  it("answers 404 to an id that cannot exist, before the database is asked", async () => {
    const one = route(async ({ params }) => json(params), { auth: "none", params: { projectId: "uuid" } });
    const at = (projectId: string) => one(new Request(url), { params: Promise.resolve({ projectId }) });
    for (const id of ["1", "", "'; drop table users", `${userId}x`]) expect((await at(id)).status).toBe(404);
    expect((await at(userId)).status).toBe(200);
  });

  it("refuses other methods with what is possible", async () => {
    const { PUT, OPTIONS } = methodsOtherThan("GET", "POST");
    const response = await PUT(new Request(url, { method: "PUT" }), none);
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, POST, HEAD, OPTIONS"]);
    expect(await errorOf(response)).toMatchObject({ code: "RH005" });
    expect((await OPTIONS(new Request(url, { method: "OPTIONS" }), none)).status).toBe(204);
  });
});

describe("gate", () => {
  const whoami = route(async ({ actor }) => json({ user: actor.userId }));
  const request = (headers: Record<string, string>, method = "GET") =>
    ({ method, url, headers: new Headers(headers), body: null }) as unknown as Request;
  const token = () => signSessionToken({ userId, sessionId: userId }, secret);

  it("knows a bearer token and the cookie", async () => {
    for (const headers of [
      { Authorization: `Bearer ${await token()}` },
      { Authorization: `bearer  ${await token()}` },
      { Cookie: `${sessionCookieName}=${await token()}` },
    ]) {
      const response = await whoami(request(headers), none);
      expect(await response.json()).toEqual({ user: userId });
    }
  });

  it("answers 401 to no credential, a forged one and an ended session", async () => {
    const forged = await signSessionToken({ userId, sessionId: userId }, "another secret of 32 characters!!");
    for (const headers of [
      {},
      { Authorization: "Bearer x" },
      { Authorization: "Basic dTpw" },
      { Authorization: `Bearer ${forged}` },
    ]) {
      const response = await whoami(request(headers), none);
      expect([response.status, response.headers.get("WWW-Authenticate")]).toEqual([401, "Bearer"]);
    }
    query.mockResolvedValue({ rows: [], rowCount: 0 });
    expect((await whoami(request({ Authorization: `Bearer ${await token()}` }), none)).status).toBe(401);
  });

  it("asks a cookie's write, and only that, where it comes from", async () => {
    const cookie = { Cookie: `${sessionCookieName}=${await token()}`, Host: "localhost:3000" };
    const bearer = { Authorization: `Bearer ${await token()}` };
    const status = async (headers: Record<string, string>, method: string) =>
      (await whoami(request(headers, method), none)).status;
    expect(await status(cookie, "POST")).toBe(403);
    expect(await status({ ...cookie, Origin: "https://evil.example" }, "DELETE")).toBe(403);
    expect(await status({ ...cookie, Origin: "http://localhost:3000" }, "POST")).toBe(200);
    expect(await status(cookie, "GET")).toBe(200);
    expect(await status({ ...bearer, Origin: "https://elsewhere.example" }, "POST")).toBe(200);
    expect(await status({ ...cookie, ...bearer }, "POST")).toBe(200);
  });
});
