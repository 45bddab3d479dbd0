import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseAfter } from "#lib/operations/account/sign-in-back-off.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";
import { browse, oidcServer } from "#tests/harness/oidc-server.ts";
import { type AccountsHarness, accountsRuntime, password } from "#tests/integration/accounts-harness.ts";
import { caller, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

const codeOf = (secret: string, at = Date.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
const logIn = (body: object) => caller(server.url, null)("POST", "/api/auth/login", body);

describe("the second factor of a console account", () => {
  it("is set up with the password, asked for at sign-in, and good once a code", async () => {
    const email = "factor@example.org";
    const user = await newUser(server.url, email);
    expect((await user("POST", "/api/auth/totp", { password: "wrong" })).status).toBe(400);
    const begun = await user("POST", "/api/auth/totp", { password });
    const secret = String(begun.body.secret);
    expect(String(begun.body.qr_code)).toContain("<svg");
    // Not confirmed: it guards nothing yet.
    expect((await logIn({ email, password })).status).toBe(200);
    expect((await user("POST", "/api/auth/totp/confirm", { code: "000000" })).status).toBe(400);
    const code = codeOf(secret, Date.now() - 30_000);
    expect((await user("POST", "/api/auth/totp/confirm", { code })).body).toEqual({ enabled: true });
    const asked = await logIn({ email, password });
    expect([asked.status, asked.body.error?.code]).toEqual([401, "RH105"]);
    expect((await logIn({ email, password: "wrong" })).body.error?.code).toBe("RH101");
    expect((await logIn({ email, password, code })).body.error?.code).toBe("RH105");
    expect((await logIn({ email, password, code: codeOf(secret) })).status).toBe(200);
    const rows = await queryOnce(harness.owner, "select json_agg(u.*)::text as dump from rowhouse.users u");
    expect(rows[0]?.dump).not.toContain(secret);
    const next = codeOf(secret, Date.now() + 30_000);
    expect((await user("DELETE", "/api/auth/totp", { code: next })).body).toEqual({ enabled: false });
    expect((await logIn({ email, password })).status).toBe(200);
  });

  it("cannot be changed with a personal access token", async () => {
    const user = await newUser(server.url, "token@example.org");
    const made = await user("POST", "/api/tokens", { name: "script" });
    const token = String(made.body.token?.token ?? made.body.token);
    const script = caller(server.url, token);
    expect((await script("POST", "/api/auth/totp", { password })).status).toBe(403);
  });
});

describe("sessions of a console account", () => {
  it("are listed, and ended one by one or all but the one that asks", async () => {
    const email = "sessions@example.org";
    const user = await newUser(server.url, email);
    const tokens = await Promise.all(
      [1, 2].map(async () => String((await logIn({ email, password })).body.access_token)),
    );
    const [one, two] = tokens.map((token) => caller(server.url, token));
    const { body } = await user("GET", "/api/auth/sessions");
    const sessions = body.sessions as unknown as { id: string; is_current: boolean }[];
    expect(sessions.map(({ is_current }) => is_current).filter(Boolean)).toHaveLength(1);
    expect(sessions).toHaveLength(3);
    await user("DELETE", "/api/auth/sessions");
    expect((await one?.("GET", "/api/auth/me"))?.status).toBe(401);
    expect((await two?.("GET", "/api/auth/me"))?.status).toBe(401);
    expect((await user("GET", "/api/auth/me")).status).toBe(200);
    const stranger = await newUser(server.url, "stranger@example.org");
    const own = sessions.find(({ is_current }) => is_current)?.id;
    expect((await stranger("DELETE", `/api/auth/sessions/${own}`)).status).toBe(404);
  });
});

describe("a console account", () => {
  it("signs in through a provider, by the provider's name of the person and in the same browser alone", async () => {
    Object.assign(runtime().config, { appUrl: server.url });
    const callback = `${server.url}/api/auth/oauth/oidc/callback`;
    const oidc = await oidcServer({ id: "console", secret: "secret", redirectUri: () => callback });
    const provider = {
      name: "oidc",
      label: "House",
      clientId: "console",
      clientSecret: "secret",
      issuer: oidc.issuer,
    };
    Object.assign(runtime().config, { providers: [provider] });
    const person = { sub: "s1", email: "oauth@example.org", email_verified: true, name: "Kim" };
    oidc.people.set("s1", person);
    const arrive = async (jar = new Map<string, string>()) => {
      const start = await fetch(`${server.url}/api/auth/oauth/oidc?next=/projects`, { redirect: "manual" });
      for (const cookie of start.headers.getSetCookie()) {
        const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
        jar.set(`${new URL(server.url).host} ${name}`, value);
      }
      const url = new URL(start.headers.get("Location") ?? "");
      url.searchParams.set("login_hint", "s1");
      return browse(url.href, callback, jar);
    };
    const jar = new Map<string, string>();
    const back = await arrive(jar);
    const own = jar.get(`${new URL(server.url).host} rowhouse_oauth`);
    const elsewhere = await fetch(back, { redirect: "manual" });
    expect(elsewhere.headers.get("Location")).toBe("/login?problem=RH103");
    const ended = await fetch(back, { redirect: "manual", headers: { Cookie: `rowhouse_oauth=${own}` } });
    expect(ended.headers.get("Location")).toBe("/projects");
    const session = ended.headers.getSetCookie().find((cookie) => cookie.startsWith("rowhouse_session="));
    const token = (session ?? "").split(";")[0]?.split("=")[1] ?? "";
    const me = await caller(server.url, token)("GET", "/api/auth/me");
    expect(me.body).toMatchObject({ user: { email: "oauth@example.org", name: "Kim" } });
    expect((await logIn({ email: "oauth@example.org", password: "anything" })).body.error?.code).toBe(
      "RH101",
    );
    await oidc.close();
  });
});

describe("guessing the password of a console account", () => {
  it("meets longer and longer pauses, for unknown accounts too, which a right password ends", async () => {
    Object.assign(runtime().config, { isRateLimited: true });
    await newUser(server.url, "guessed@example.org");
    for (const email of ["guessed@example.org", "nobody@example.org"]) {
      for (let index = 0; index < 5; index++) {
        expect((await logIn({ email, password: "wrong" })).body.error?.code).toBe("RH101");
      }
      const paused = await logIn({ email, password });
      expect([paused.status, paused.body.error?.code]).toEqual([429, "RH006"]);
      expect(Number(paused.headers.get("Retry-After"))).toBeLessThanOrEqual(5);
    }
    await queryOnce(
      harness.owner,
      "update rowhouse.sign_in_failures set last_failed_at = now() - interval '6 s'",
    );
    expect((await logIn({ email: "guessed@example.org", password })).status).toBe(200);
    expect((await logIn({ email: "guessed@example.org", password: "wrong" })).body.error?.code).toBe("RH101");
    expect([4, 5, 6, 8, 30].map(pauseAfter)).toEqual([0, 5, 10, 40, 900]);
    Object.assign(runtime().config, { isRateLimited: false });
  });
});
