import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { type AccountsHarness, accountsRuntime, password } from "#tests/integration/accounts-harness.ts";
import { type Call, caller, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let anybody: Call;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  anybody = caller(server.url, null);
});
beforeEach(() => {
  harness.limiter.isOn = false;
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

describe("POST /api/auth/signup", () => {
  it("answers 201 with the user, a token and the cookie that say the same", async () => {
    const input = { email: "ann@example.org", password, name: "Ann" };
    const { status, body, headers } = await anybody("POST", "/api/auth/signup", input);
    expect(status).toBe(201);
    expect(body).toEqual({
      user: { id: expect.any(String), email: "ann@example.org", name: "Ann" },
      access_token: expect.any(String),
      expires_in: 604_800,
    });
    const cookie = headers.get("Set-Cookie") ?? "";
    expect(cookie).toBe(
      `rowhouse_session=${body.access_token}; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax`,
    );
    const me = await anybody("GET", "/api/auth/me", undefined, { Cookie: cookie.split(";")[0] ?? "" });
    expect(me.body).toMatchObject({ user: body.user, organizations: [{ is_personal: true, role: "owner" }] });
  });

  it("answers 409 to an e-mail that is taken", async () => {
    await newUser(server.url, "taken@example.org");
    const input = { email: "Taken@example.org", password };
    const { status, body } = await anybody("POST", "/api/auth/signup", input);
    expect([status, body.error?.code]).toEqual([409, "RH104"]);
  });

  it.each([
    [{ email: "nobody", password }, "/email"],
    [{ email: "weak@example.org", password: "short" }, "/password"],
    [{ email: "weak@example.org", password: "x1".repeat(40) }, "/password"],
    [{ email: "weak@example.org" }, "/password"],
    [{ email: "weak@example.org", password, role: "admin" }, "/role"],
    [{ email: ["weak@example.org"], password }, "/email"],
  ])("answers 400 to %j, with a pointer to what is wrong", async (input, path) => {
    const { status, body } = await anybody("POST", "/api/auth/signup", input);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "RH002", details: [{ path }] });
  });
});

describe("POST /api/auth/login and logout", () => {
  it("opens a session that ends when it is left", async () => {
    await newUser(server.url, "bob@example.org");
    const { status, body, headers } = await anybody("POST", "/api/auth/login", {
      email: "bob@example.org",
      password,
    });
    expect([status, headers.get("Set-Cookie")?.startsWith("rowhouse_session=")]).toEqual([200, true]);
    const bob = caller(server.url, String(body.access_token));
    expect((await bob("GET", "/api/auth/me")).status).toBe(200);
    const left = await bob("POST", "/api/auth/logout");
    expect([left.status, left.headers.get("Set-Cookie")]).toEqual([
      200,
      "rowhouse_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
    ]);
    expect((await bob("GET", "/api/auth/me")).status).toBe(401);
  });

  it("answers an unknown e-mail and a wrong password alike", async () => {
    await newUser(server.url, "cat@example.org");
    const attempt = async (email: string) => {
      const { status, body } = await anybody("POST", "/api/auth/login", { email, password: "wrong" });
      return { status, error: { ...body.error, id: null } };
    };
    const known = await attempt("cat@example.org");
    expect(known).toMatchObject({ status: 401, error: { code: "RH101" } });
    expect(await attempt("unknown@example.org")).toEqual(known);
  });

  it("counts attempts, says so in the headers, and does not help whoever knows the password then", async () => {
    await newUser(server.url, "dan@example.org");
    harness.limiter.isOn = true;
    const attempt = (word: string) =>
      anybody("POST", "/api/auth/login", { email: "dan@example.org", password: word });
    for (let n = 0; n < rateLimitRules.signInByAccount.points; n += 1) {
      expect((await attempt("wrong")).status).toBe(401);
    }
    const { status, headers, body } = await attempt(password);
    expect([status, body.error?.code]).toEqual([429, "RH006"]);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(headers.get("RateLimit-Remaining")).toBe("0");
  });
});

describe("the cookie", () => {
  it("authorises no write of another site", async () => {
    const { token } = await newUser(server.url, "eve@example.org");
    const write = (headers: Record<string, string>) =>
      anybody("POST", "/api/projects", { name: "x" }, { Cookie: `rowhouse_session=${token}`, ...headers });
    expect((await write({})).body.error?.code).toBe("RH103");
    expect((await write({ Origin: "https://evil.example" })).status).toBe(403);
    expect((await write({ "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect((await write({ Origin: server.url })).status).toBe(201);
    expect((await write({ Origin: "http://localhost:3000" })).status).toBe(201);
  });
});

describe("personal access tokens", () => {
  it("work as bearer tokens until they are revoked", async () => {
    const user = await newUser(server.url, "pat@example.org");
    const created = await user("POST", "/api/tokens", { name: "ci" });
    expect(created.status).toBe(201);
    const { id, token } = created.body.token ?? {};
    expect(token).toMatch(/^rh_pat_/);
    const machine = caller(server.url, String(token));
    expect((await machine("POST", "/api/projects", { name: "by machine" })).status).toBe(201);
    expect((await user("GET", "/api/tokens")).body).toMatchObject({ total: 1, items: [{ id, name: "ci" }] });
    expect((await machine("POST", "/api/tokens", { name: "x" })).status).toBe(403);
    expect((await user("DELETE", `/api/tokens/${id}`)).status).toBe(200);
    expect((await machine("GET", "/api/projects")).status).toBe(401);
  });
});
