import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";

// The attacks of OWASP ASVS 5.0, chapters V6 (authentication), V7 (sessions), V9 (tokens) and V10 (OAuth), that no other
// suite of the auth holds. docs/security.md names the test of each requirement.

let app: AuthApp;
beforeAll(async () => {
  app = await authApp();
});
afterAll(() => app.close());
beforeEach(() => {
  app.limiter.isOn = false;
});

const password = "correct horse battery";
let count = 0;
const newEmail = () => `attack${++count}@example.org`;
const codeOf = async (response: Response) => ((await response.json()) as { error_code?: string }).error_code;

describe("guessing", () => {
  it("of one account's password ends after 20 tries, for an unknown account too (V6.3.1)", async () => {
    app.limiter.isOn = true;
    for (const email of [newEmail(), "nobody@example.org"]) {
      const codes: (string | undefined)[] = [];
      for (let index = 0; index < 21; index++) {
        const response = await app.call("POST", "/token?grant_type=password", {
          email,
          password: `guess ${index}`,
        });
        codes.push(await codeOf(response));
        if (index === 20) {
          expect(response.status).toBe(429);
          expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
        }
      }
      expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "invalid_credentials"));
      expect(codes[20]).toBe("over_request_rate_limit");
    }
    const rows = await queryOnce(
      app.superuser,
      "select event, severity from rowhouse.project_audit_log where event in ('rate_limited', 'sign_in_failed')",
    );
    expect(rows.filter(({ event }) => event === "rate_limited")).toEqual([
      { event: "rate_limited", severity: "warning" },
      { event: "rate_limited", severity: "warning" },
    ]);
  });

  it("of codes ends by account, whatever the number of codes that are sent (V6.6.3)", async () => {
    app.limiter.isOn = true;
    const email = newEmail();
    let last = 0;
    for (let index = 0; index < 11; index++) {
      const response = await app.call("POST", "/verify", {
        type: "email",
        email,
        token: String(100_000 + index),
      });
      last = response.status;
    }
    expect(last).toBe(429);
  });

  it("of addresses by asking for mail meets the same limit, known or not (V6.3.8)", async () => {
    const known = newEmail();
    await app.client().auth.signUp({ email: known, password });
    app.limiter.isOn = true;
    const ask = async (email: string) => {
      const first = await app.call("POST", "/recover", { email });
      const second = await app.call("POST", "/recover", { email });
      return [first.status, second.status, await codeOf(second)];
    };
    const expected = [200, 429, "over_email_send_rate_limit"];
    expect([await ask(known), await ask("unknown@example.org")]).toEqual([expected, expected]);
  });
});

describe("a session", () => {
  it("begins with new tokens at every sign-in: none can be planted (V7.2.4)", async () => {
    const email = newEmail();
    const client = app.client();
    const first = await client.auth.signUp({ email, password });
    const planted = await app.call(
      "POST",
      "/token?grant_type=password",
      { email, password, refresh_token: first.data.session?.refresh_token, session_id: "planted" },
      { Authorization: `Bearer ${first.data.session?.access_token}` },
    );
    const body = (await planted.json()) as { refresh_token: string };
    expect(body.refresh_token).not.toBe(first.data.session?.refresh_token);
  });

  it("ends by its age and by lying idle, when the app says so (V7.3.1, V7.3.2)", async () => {
    await app.set({ sessionSeconds: 3600, inactivitySeconds: 600 });
    const client = app.client();
    const { data } = await client.auth.signUp({ email: newEmail(), password });
    await queryOnce(
      app.superuser,
      "update rowhouse.project_sessions set refreshed_at = now() - interval '11 minutes'",
    );
    const idle = await app.call("POST", "/token?grant_type=refresh_token", {
      refresh_token: data.session?.refresh_token,
    });
    expect(await codeOf(idle)).toBe("session_expired");
    const other = app.client();
    const second = await other.auth.signUp({ email: newEmail(), password });
    await queryOnce(app.superuser, "update rowhouse.project_sessions set not_after = now() - interval '1 s'");
    expect((await other.auth.getUser()).error).not.toBeNull();
    const old = await app.call("POST", "/token?grant_type=refresh_token", {
      refresh_token: second.data.session?.refresh_token,
    });
    expect(await codeOf(old)).toBe("session_expired");
    await app.set({ sessionSeconds: 0, inactivitySeconds: 0 });
  });

  it("ends with the account's deletion, in whatever way the row goes (V7.4.2)", async () => {
    const client = app.client();
    const { data } = await client.auth.signUp({ email: newEmail(), password });
    await queryOnce(app.superuser, `delete from rowhouse.project_data where id = '${data.user?.id}'`);
    expect((await client.auth.getUser()).error).not.toBeNull();
    const left = await queryOnce(
      app.superuser,
      `select 1 from rowhouse.project_sessions where user_id = '${data.user?.id}'`,
    );
    expect(left).toEqual([]);
  });
});

describe("a token", () => {
  it("without a signature, of another kind, or of another project is worth nothing (V9.1.1, V9.2.3)", async () => {
    const { data } = await app.client().auth.signUp({ email: newEmail(), password });
    const [header = "", payload = ""] = (data.session?.access_token ?? "").split(".");
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${payload}.`;
    const hs = `${Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(header, "base64url").toString()), alg: "HS256" })).toString("base64url")}.${payload}.AAAA`;
    const { createProjectWithDatabase } = await import(
      "#lib/operations/projects/create-project-with-database.ts"
    );
    const other = await createProjectWithDatabase(app.owner, { name: "Other" });
    const elsewhere = app.url.replace(app.ref, other.project.ref);
    for (const token of [none, hs, app.keys.anon, data.session?.refresh_token ?? ""]) {
      const response = await app.call("GET", "/user", undefined, { Authorization: `Bearer ${token}` });
      expect([response.status, await codeOf(response)]).toEqual([403, "bad_jwt"]);
    }
    const foreign = await fetch(`${elsewhere}/auth/v1/user`, {
      headers: { apikey: other.keys.anon, Authorization: `Bearer ${data.session?.access_token}` },
    });
    expect(foreign.status).toBe(403);
    const key = await fetch(`${elsewhere}/auth/v1/settings`, { headers: { apikey: app.keys.service_role } });
    expect(key.status).toBe(401);
    const refresh = await fetch(`${elsewhere}/auth/v1/token?grant_type=refresh_token`, {
      method: "POST",
      headers: { apikey: other.keys.anon, "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: data.session?.refresh_token }),
    });
    expect(await codeOf(refresh)).toBe("refresh_token_not_found");
  });

  it("keeps what people say of themselves apart from what rules may rely on (V8.2)", async () => {
    const client = app.client();
    const { data } = await client.auth.signUp({
      email: newEmail(),
      password,
      options: {
        data: { role: "service_role", app_metadata: { admin: true }, aal: "aal2", sub: "somebody" },
      },
    });
    const token = JSON.parse(
      Buffer.from(data.session?.access_token.split(".")[1] ?? "", "base64url").toString(),
    );
    expect(token).toMatchObject({ role: "authenticated", aal: "aal1", sub: data.user?.id });
    expect(token.app_metadata).toEqual({ provider: "email", providers: ["email"] });
    const refused = await app.call(
      "PUT",
      "/user",
      { app_metadata: { admin: true } },
      { Authorization: `Bearer ${data.session?.access_token}` },
    );
    expect([refused.status, await codeOf(refused)]).toEqual([403, "not_admin"]);
    const rows = await queryOnce(
      app.superuser,
      `select data from rowhouse.project_data where id = '${data.user?.id}'`,
    );
    expect(Object.keys((rows[0]?.data ?? {}) as object)).toEqual(["email"]);
  });
});

describe("what comes in", () => {
  it("is refused with a clear answer when it is damaged, never with a failure (V15.3)", async () => {
    const bodies = [
      "{",
      "[]",
      "null",
      '"x"',
      '{"email":{"$ne":1},"password":"x"}',
      '{"email":["a"],"password":{}}',
    ];
    for (const body of bodies) {
      const response = await app.call("POST", "/token?grant_type=password", body);
      expect([body, response.status]).toEqual([body, 400]);
    }
    const nul = await app.call("POST", "/signup", { email: newEmail(), password: "with a \u0000 inside" });
    expect(nul.status).toBe(400);
    const inside = await app.call("POST", "/signup", {
      email: newEmail(),
      password,
      data: { x: "a\u0000b" },
    });
    expect(inside.status).toBe(400);
    const deep = await app.call("POST", "/signup", `${'{"data":'.repeat(20_000)}1${"}".repeat(20_000)}`);
    expect(deep.status).toBe(400);
    const long = await app.call("POST", "/signup", {
      email: newEmail(),
      password,
      data: { x: "y".repeat(70_000) },
    });
    expect(long.status).toBe(400);
    const poisoned = await app.call(
      "POST",
      "/signup",
      `{"email":"${newEmail()}","password":"${password}","data":{"__proto__":{"x":1},"constructor":2,"toString":"y"}}`,
    );
    expect(poisoned.status).toBe(200);
    const big = await app.call("POST", "/signup", {
      email: newEmail(),
      password,
      data: { x: "y".repeat(1_100_000) },
    });
    expect(big.status).toBe(413);
    const wrongPath = await app.call("GET", "/admin/../user/%2e%2e/settings/nothing");
    expect(wrongPath.status).toBe(404);
  });

  it("is answered without anything that a cache may keep (V14.3.2)", async () => {
    const response = await app.call("POST", "/signup", { email: newEmail(), password });
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Set-Cookie")).toBeNull();
  });
});

describe("two at once", () => {
  it("of one code, link or first sign-up succeed once (V2.3.4)", async () => {
    const email = newEmail();
    const sent = await Promise.all([1, 2, 3].map(() => app.call("POST", "/signup", { email, password })));
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    await app.client().auth.signInWithOtp({ email });
    const { link } = await app.message(email);
    const ends = await Promise.all([1, 2, 3].map(() => fetch(link, { redirect: "manual" })));
    const sessions = ends.filter((end) => end.headers.get("Location")?.includes("access_token"));
    expect(sessions).toHaveLength(1);
  });
});
