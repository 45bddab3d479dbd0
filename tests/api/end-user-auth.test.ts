import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";

let app: AuthApp;
beforeAll(async () => {
  app = await authApp();
});
afterAll(() => app.close());

const password = "correct horse battery";
let count = 0;
const newEmail = () => `person${++count}@example.org`;

describe("sign-up", () => {
  it("gives a session at once, and a row of the users table", async () => {
    const email = newEmail();
    const { data, error } = await app.client().auth.signUp({
      email: email.toUpperCase(),
      password,
      options: { data: { full_name: "Kim", plan: "free" } },
    });
    expect(error).toBeNull();
    const { user, session } = data;
    expect(user).toMatchObject({
      aud: "authenticated",
      role: "authenticated",
      email,
      phone: "",
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: { full_name: "Kim", plan: "free", email, sub: user?.id },
      is_anonymous: false,
    });
    expect(user?.identities).toMatchObject([{ provider: "email", id: user?.id, identity_data: { email } }]);
    expect(session).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    expect(decodeJwt(session?.access_token ?? "")).toMatchObject({
      iss: `${app.url}/auth/v1`,
      sub: user?.id,
      aud: "authenticated",
      role: "authenticated",
      email,
      aal: "aal1",
      amr: [{ method: "password" }],
      is_anonymous: false,
    });
    const rows = await queryOnce(
      app.superuser,
      `select data from rowhouse.project_data where id = '${user?.id}'`,
    );
    expect(rows).toMatchObject([{ data: { email, full_name: "Kim" } }]);
  });

  it("refuses a second account for an address, a weak password and what is no address", async () => {
    const email = newEmail();
    await app.client().auth.signUp({ email, password });
    const again = await app.client().auth.signUp({ email: ` ${email.toUpperCase()}`, password });
    expect(again.error).toMatchObject({ code: "user_already_exists", status: 422 });
    const weak = await app.client().auth.signUp({ email: newEmail(), password: "12345" });
    expect(weak.error).toMatchObject({ code: "weak_password", status: 422, reasons: ["length"] });
    const long = await app.client().auth.signUp({ email: newEmail(), password: "x".repeat(73) });
    expect(long.error).toMatchObject({ code: "validation_failed", status: 400 });
    const bad = await app.client().auth.signUp({ email: "nobody", password });
    expect(bad.error).toMatchObject({ code: "validation_failed", status: 400 });
  });

  it("makes anonymous users, who become permanent ones by an address and a password", async () => {
    const client = app.client();
    const { data } = await client.auth.signInAnonymously({ options: { data: { theme: "dark" } } });
    expect(data.user).toMatchObject({ is_anonymous: true, user_metadata: { theme: "dark" }, email: "" });
    expect(decodeJwt(data.session?.access_token ?? "")).toMatchObject({ is_anonymous: true });
    expect((await client.auth.updateUser({ password })).error).toMatchObject({ code: "validation_failed" });
    const email = newEmail();
    const upgraded = await client.auth.updateUser({ email, password });
    expect(upgraded.error).toBeNull();
    expect(upgraded.data.user).toMatchObject({ id: data.user?.id, email, is_anonymous: false });
    const signedIn = await app.client().auth.signInWithPassword({ email, password });
    expect(signedIn.data.user?.id).toBe(data.user?.id);
  });
});

describe("sign-in by password", () => {
  it("opens a session, whatever the address's case", async () => {
    const email = newEmail();
    await app.client().auth.signUp({ email, password });
    const { data, error } = await app
      .client()
      .auth.signInWithPassword({ email: email.toUpperCase(), password });
    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
    expect(data.user?.last_sign_in_at).toBeTruthy();
  });

  it("answers the same for an unknown account and a wrong password, after the same work", async () => {
    const email = newEmail();
    await app.client().auth.signUp({ email, password });
    app.passwords.asked.length = 0;
    const body = async (address: string) => {
      const response = await app.call("POST", "/token?grant_type=password", {
        email: address,
        password: "wrong",
      });
      return { status: response.status, body: await response.json() };
    };
    const wrong = await body(email);
    expect(await body("unknown@example.org")).toEqual(wrong);
    expect(wrong).toMatchObject({ status: 400, body: { error_code: "invalid_credentials", code: 400 } });
    expect(app.passwords.asked).toEqual([{ isKnown: true }, { isKnown: false }]);
  });
});

describe("the refresh token", () => {
  const signedUp = async () => {
    const client = app.client();
    const { data } = await client.auth.signUp({ email: newEmail(), password });
    if (data.session === null) throw new Error("no session");
    return data.session;
  };
  const refresh = async (refresh_token: string) => {
    const response = await app.call("POST", "/token?grant_type=refresh_token", { refresh_token });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  /** Moves the session's past back instead of waiting. */
  const passSeconds = (session: { access_token: string }, seconds: number) =>
    queryOnce(
      app.superuser,
      `update rowhouse.project_sessions
          set rotated_at = array(select t - interval '${seconds} s' from unnest(rotated_at) with ordinality u(t, n) order by n)
        where id = '${decodeJwt(session.access_token).session_id}'`,
    );

  it("is exchanged for the next one of the same session", async () => {
    const session = await signedUp();
    const { data } = await app.client().auth.refreshSession({ refresh_token: session.refresh_token });
    expect(data.session?.refresh_token).not.toBe(session.refresh_token);
    const ids = [session, data.session].map((one) => decodeJwt(one?.access_token ?? "").session_id);
    expect(ids[0]).toBe(ids[1]);
  });

  it("answers a client that lost its answer, and two tabs at once, with the newest", async () => {
    const session = await signedUp();
    const [one, two] = await Promise.all([refresh(session.refresh_token), refresh(session.refresh_token)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body.refresh_token).toBe(two.body.refresh_token);
    const next = await refresh(String(one.body.refresh_token));
    // Two behind, but a moment ago.
    expect((await refresh(session.refresh_token)).body.refresh_token).toBe(next.body.refresh_token);
  });

  it("ends its session when an old one is shown again", async () => {
    const session = await signedUp();
    const first = await refresh(session.refresh_token);
    const second = await refresh(String(first.body.refresh_token));
    await passSeconds(session, 11);
    const stolen = await refresh(session.refresh_token);
    expect(stolen).toMatchObject({ status: 400, body: { error_code: "refresh_token_already_used" } });
    const after = await refresh(String(second.body.refresh_token));
    expect(after).toMatchObject({ status: 400, body: { error_code: "refresh_token_not_found" } });
    const user = await app.call("GET", "/user", undefined, {
      Authorization: `Bearer ${session.access_token}`,
    });
    expect(user.status).toBe(403);
    expect(await user.json()).toMatchObject({ error_code: "session_not_found" });
  });

  it("is not stored, cannot be made up and is worth nothing elsewhere", async () => {
    expect(await refresh("made up")).toMatchObject({
      status: 400,
      body: { error_code: "refresh_token_not_found" },
    });
    const session = await signedUp();
    const dump = await queryOnce(
      app.superuser,
      "select to_jsonb(s)::text as row from rowhouse.project_sessions s",
    );
    expect(JSON.stringify(dump)).not.toContain(session.refresh_token.slice(7, 40));
  });
});

describe("the signed-in person", () => {
  it("is told by getUser and by getClaims, which checks the signature itself", async () => {
    const client = app.client();
    const { data } = await client.auth.signUp({ email: newEmail(), password });
    expect((await client.auth.getUser()).data.user).toMatchObject({ id: data.user?.id });
    const claims = await client.auth.getClaims();
    expect(claims.error).toBeNull();
    expect(claims.data?.claims).toMatchObject({ sub: data.user?.id, aal: "aal1" });
    expect(claims.data?.header.alg).toBe("ES256");
  });

  it("changes metadata key by key, and the password", async () => {
    const client = app.client();
    const email = newEmail();
    await client.auth.signUp({ email, password, options: { data: { a: 1, b: 2 } } });
    const other = app.client();
    await other.auth.signInWithPassword({ email, password });
    const { data } = await client.auth.updateUser({ data: { b: null, c: 3 } });
    expect(data.user?.user_metadata).toMatchObject({ a: 1, c: 3 });
    expect(data.user?.user_metadata).not.toHaveProperty("b");
    const same = await client.auth.updateUser({ password });
    expect(same.error).toMatchObject({ code: "same_password", status: 422 });
    expect((await client.auth.updateUser({ password: "another battery horse" })).error).toBeNull();
    expect((await other.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
    expect((await client.auth.getUser()).error).toBeNull();
  });

  it("signs out here, elsewhere or everywhere", async () => {
    const email = newEmail();
    const [one, two, three] = [app.client(), app.client(), app.client()];
    await one.auth.signUp({ email, password });
    await two.auth.signInWithPassword({ email, password });
    await three.auth.signInWithPassword({ email, password });
    expect((await one.auth.signOut({ scope: "others" })).error).toBeNull();
    expect((await one.auth.getUser()).error).toBeNull();
    expect((await two.auth.getUser()).error).not.toBeNull();
    await three.auth.signInWithPassword({ email, password });
    expect((await three.auth.signOut({ scope: "local" })).error).toBeNull();
    expect((await one.auth.getUser()).error).toBeNull();
    expect((await one.auth.signOut()).error).toBeNull();
    expect((await one.auth.getSession()).data.session).toBeNull();
  });
});

describe("the gate", () => {
  it("wants the project's key, and the user's token where one is needed", async () => {
    const noKey = await fetch(`${app.url}/auth/v1/settings`);
    expect(noKey.status).toBe(401);
    const wrong = await app.call("GET", "/settings", undefined, { apikey: "nonsense" });
    expect(wrong.status).toBe(401);
    const asKey = await app.call("GET", "/user", undefined, { Authorization: `Bearer ${app.keys.anon}` });
    expect([asKey.status, await asKey.json()]).toMatchObject([403, { error_code: "bad_jwt" }]);
    const forged = await app.call("GET", "/user", undefined, {
      Authorization: "Bearer a.b.c",
      "x-supabase-api-version": "2024-01-01",
    });
    expect(forged.headers.get("x-supabase-api-version")).toBe("2024-01-01");
    expect([forged.status, await forged.json()]).toMatchObject([403, { code: "bad_jwt" }]);
  });

  it("tells settings, health and keys, and answers any browser's question", async () => {
    expect(await (await app.call("GET", "/settings")).json()).toMatchObject({
      disable_signup: false,
      mailer_autoconfirm: true,
      external: { email: true, google: false },
    });
    expect((await app.call("GET", "/health")).status).toBe(200);
    expect(await (await fetch(`${app.url}/auth/v1/.well-known/jwks.json`)).json()).toMatchObject({
      keys: [{ kty: "EC", alg: "ES256", use: "sig" }],
    });
    const preflight = await fetch(`${app.url}/auth/v1/token?grant_type=password`, {
      method: "OPTIONS",
      headers: {
        Origin: "https://app.example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "apikey,x-new-header",
      },
    });
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toBe("apikey,x-new-header");
  });
});
