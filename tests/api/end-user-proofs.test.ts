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
const newEmail = () => `proof${++count}@example.org`;
const target = "http://localhost:5173/welcome";

/** Follows a link as a browser would: where it ends, and what it brings. */
async function follow(link: string) {
  const response = await fetch(link, { redirect: "manual" });
  const location = new URL(response.headers.get("Location") ?? "http://nowhere");
  return {
    status: response.status,
    place: location.origin + location.pathname,
    query: location.searchParams,
    fragment: new URLSearchParams(location.hash.slice(1)),
  };
}

describe("confirmation", () => {
  beforeAll(() => app.set({ confirmEmail: true }));
  afterAll(() => app.set({ confirmEmail: false }));

  it("is asked for before an account works, and given by the link", async () => {
    const email = newEmail();
    const { data, error } = await app
      .client()
      .auth.signUp({ email, password, options: { emailRedirectTo: target } });
    expect(error).toBeNull();
    expect(data.session).toBeNull();
    expect(data.user?.confirmation_sent_at).toBeTruthy();
    const early = await app.client().auth.signInWithPassword({ email, password });
    expect(early.error).toMatchObject({ code: "email_not_confirmed", status: 400 });
    const { link, subject } = await app.message(email);
    expect(subject).toBe("Confirm your e-mail address");
    const end = await follow(link);
    expect([end.status, end.place, end.fragment.get("type")]).toEqual([303, target, "signup"]);
    expect(decodeJwt(end.fragment.get("access_token") ?? "")).toMatchObject({ sub: data.user?.id });
    const again = await follow(link);
    expect(again.fragment.get("error_code")).toBe("otp_expired");
    expect((await app.client().auth.signInWithPassword({ email, password })).error).toBeNull();
  });

  it("tells nobody who has an account already", async () => {
    const email = newEmail();
    const client = app.client();
    const first = await client.auth.signUp({ email, password, options: { data: { a: 1 } } });
    await client.auth.verifyOtp({ email, token: (await app.message(email)).code, type: "signup" });
    const repeated = await app
      .client()
      .auth.signUp({ email, password: "somebody else's", options: { data: { a: 1 } } });
    expect(repeated.error).toBeNull();
    expect(repeated.data.user?.id).not.toBe(first.data.user?.id);
    expect(repeated.data.user?.identities).toEqual([]);
    expect(repeated.data.user).toMatchObject({ email, role: "authenticated" });
  });

  it("ends in a code for the browser that began, when that asked for one", async () => {
    const client = app.client({ flowType: "pkce" });
    const email = newEmail();
    await client.auth.signUp({ email, password, options: { emailRedirectTo: target } });
    const end = await follow((await app.message(email)).link);
    expect(end.fragment.get("access_token")).toBeNull();
    const code = end.query.get("code") ?? "";
    const thief = await app.call("POST", "/token?grant_type=pkce", {
      auth_code: code,
      code_verifier: "x".repeat(64),
    });
    expect([thief.status, await thief.json()]).toMatchObject([400, { error_code: "bad_code_verifier" }]);
    // The code is gone with the first try.
    expect((await client.auth.exchangeCodeForSession(code)).error).toMatchObject({
      code: "flow_state_not_found",
    });
  });

  it("is sent once more on request", async () => {
    const email = newEmail();
    const client = app.client();
    await client.auth.signUp({ email, password });
    const old = (await app.message(email)).code;
    expect((await client.auth.resend({ type: "signup", email })).error).toBeNull();
    expect((await client.auth.verifyOtp({ email, token: old, type: "signup" })).error).toMatchObject({
      code: "otp_expired",
    });
    const token = (await app.message(email)).code;
    expect((await client.auth.verifyOtp({ email, token, type: "signup" })).data.session).not.toBeNull();
    expect((await client.auth.resend({ type: "signup", email: "unknown@example.org" })).error).toBeNull();
  });
});

describe("links and codes", () => {
  it("sign in without a password, and make an account for whoever has none", async () => {
    const email = newEmail();
    const client = app.client();
    expect(
      (await client.auth.signInWithOtp({ email, options: { data: { full_name: "Lee" } } })).error,
    ).toBeNull();
    const token = (await app.message(email)).code;
    const { data } = await client.auth.verifyOtp({ email, token, type: "email" });
    expect(data.user).toMatchObject({ email, user_metadata: { full_name: "Lee", email_verified: true } });
    expect(decodeJwt(data.session?.access_token ?? "")).toMatchObject({ amr: [{ method: "otp" }] });
    await client.auth.signInWithOtp({ email });
    expect((await app.message(email)).subject).toBe("Your sign-in link");
    const end = await follow((await app.message(email)).link);
    expect(decodeJwt(end.fragment.get("access_token") ?? "").sub).toBe(data.user?.id);
  });

  it("can be kept to those who have an account", async () => {
    const { error } = await app.client().auth.signInWithOtp({
      email: "unknown@example.org",
      options: { shouldCreateUser: false },
    });
    expect(error).toMatchObject({ code: "otp_disabled", status: 422 });
  });

  it("are not used up by who only asks what is there", async () => {
    const email = newEmail();
    await app.client().auth.signInWithOtp({ email, options: { emailRedirectTo: target } });
    const { link } = await app.message(email);
    const looked = await fetch(link, { method: "HEAD", redirect: "manual" });
    expect([looked.status, looked.headers.get("location")]).toEqual([405, null]);
    expect((await fetch(`${app.url}/auth/v1/health`, { method: "HEAD" })).status).toBe(200);
    expect((await follow(link)).fragment.get("access_token")).toBeTruthy();
  });

  it("finish a PKCE flow in the browser that began it", async () => {
    const email = newEmail();
    const client = app.client({ flowType: "pkce" });
    await client.auth.signInWithOtp({ email, options: { emailRedirectTo: target } });
    const end = await follow((await app.message(email)).link);
    const { data, error } = await client.auth.exchangeCodeForSession(end.query.get("code") ?? "");
    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
    expect((await client.auth.getUser()).data.user?.email).toBe(email);
  });

  it("are worth nothing after five wrong tries, for another address, or when they are old", async () => {
    const email = newEmail();
    const client = app.client();
    await client.auth.signInWithOtp({ email });
    const { code } = await app.message(email);
    const wrong = code === "111111" ? "222222" : "111111";
    for (let index = 0; index < 5; index++) {
      expect((await client.auth.verifyOtp({ email, token: wrong, type: "email" })).error?.code).toBe(
        "otp_expired",
      );
    }
    expect((await client.auth.verifyOtp({ email, token: code, type: "email" })).error?.code).toBe(
      "otp_expired",
    );
    await client.auth.signInWithOtp({ email });
    const fresh = (await app.message(email)).code;
    const other = await client.auth.verifyOtp({ email: "other@example.org", token: fresh, type: "email" });
    expect(other.error?.code).toBe("otp_expired");
    await queryOnce(
      app.superuser,
      "update rowhouse.project_one_time_tokens set expires_at = now() - interval '1 s'",
    );
    expect((await client.auth.verifyOtp({ email, token: fresh, type: "email" })).error?.code).toBe(
      "otp_expired",
    );
  });

  it("lie hashed in the database, and encrypted in the mailbox", async () => {
    const email = newEmail();
    await app.client().auth.signInWithOtp({ email });
    const { code, link } = await app.message(email);
    const token = new URL(link).searchParams.get("token") ?? "";
    const rows = await queryOnce(
      app.superuser,
      `select (select json_agg(t.*) from rowhouse.project_one_time_tokens t)::text || (select json_agg(m.*) from rowhouse.project_messages m)::text as dump`,
    );
    const hex = Buffer.from(token).toString("hex");
    for (const secret of [token, hex, `>${code}<`]) expect(rows[0]?.dump).not.toContain(secret);
  });

  it("lead only where the app's owner allows", async () => {
    const allowed = async (redirect: string) => {
      const email = newEmail();
      await app.client().auth.signInWithOtp({ email, options: { emailRedirectTo: redirect } });
      const { link } = await app.message(email);
      return new URL(link).searchParams.get("redirect_to") === redirect;
    };
    await app.set({ siteUrl: "https://app.example.org", redirectUrls: ["https://*.preview.example.org/**"] });
    expect(await allowed("https://app.example.org/inside")).toBe(true);
    expect(await allowed("https://a.preview.example.org/x/y?z=1")).toBe(true);
    const evil = [
      "https://evil.example.com/",
      "https://app.example.org.evil.example.com/",
      "https://app.example.org@evil.example.com/",
      "https://evil.example.com/.preview.example.org/",
      "https://evil.example.com#.preview.example.org/",
      "https://evil.com\\.preview.example.org/",
      "javascript:alert(1)",
      "//evil.example.com",
      // Numbers are addresses to a browser.
      "https://3232235777?.preview.example.org/",
      "https://0x7f000001?.preview.example.org/x",
      "https://evil?.preview.example.org/",
    ];
    for (const redirect of evil) expect([redirect, await allowed(redirect)]).toEqual([redirect, false]);
    // A link that somebody changed on its way leads to the site, too.
    const email = newEmail();
    await app.client().auth.signInWithOtp({ email });
    const link = new URL((await app.message(email)).link);
    link.searchParams.set("redirect_to", "https://evil.example.com/");
    expect((await follow(link.href)).place).toBe("https://app.example.org/");
    await app.set({ siteUrl: null, redirectUrls: ["http://localhost:*/**"] });
  });

  it("lead to no project's API, which shares the product's address with the site that is meant where none is set", async () => {
    const { origin } = new URL(app.url);
    await app.set({
      siteUrl: null,
      redirectUrls: ["http://localhost:*/**", `${origin}/**`, "http://*.localhost:*/**"],
    });
    const allowed = async (redirect: string) => {
      const response = await follow(
        `${app.url}/auth/v1/verify?token=0&type=magiclink&redirect_to=${encodeURIComponent(redirect)}`,
      );
      const { origin: asked, pathname } = new URL(redirect);
      return response.place === `${asked}${pathname}`;
    };
    const other = "/p/somebodyelse/auth/v1/authorize?provider=mine";
    for (const path of [
      other,
      "/%70/somebodyelse/auth/v1/authorize",
      "//p//somebodyelse/rest/v1/rpc/take",
      "/x/..".concat(other),
    ])
      expect([path, await allowed(`${origin}${path}`)]).toEqual([path, false]);
    expect(await allowed("http://somebodyelse.localhost:3000/auth/v1/authorize?provider=mine")).toBe(false);
    expect([
      await allowed(`${origin}/welcome`),
      await allowed("http://myproject.localhost:3000/welcome"),
    ]).toEqual([true, true]);
    await app.set({ siteUrl: null, redirectUrls: ["http://localhost:*/**"] });
  });

  it("go to phones too", async () => {
    const client = app.client();
    const phone = "+491512345678";
    expect((await client.auth.signInWithOtp({ phone })).error).toBeNull();
    const token = (await app.message("491512345678")).code;
    const { data, error } = await client.auth.verifyOtp({ phone, token, type: "sms" });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ phone: "491512345678", app_metadata: { provider: "phone" } });
  });
});

describe("recovery", () => {
  it("mails a link to choose a new password, and answers the same for unknown addresses", async () => {
    const email = newEmail();
    await app.client().auth.signUp({ email, password });
    const client = app.client({ flowType: "pkce" });
    const answers = await Promise.all(
      [email, "unknown@example.org"].map((one) =>
        client.auth.resetPasswordForEmail(one, { redirectTo: target }),
      ),
    );
    expect(answers.map(({ error }) => error)).toEqual([null, null]);
    const known = await app.call("POST", "/recover", { email });
    const unknown = await app.call("POST", "/recover", { email: "unknown@example.org" });
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    const browser = app.client({ flowType: "pkce" });
    await browser.auth.resetPasswordForEmail(email, { redirectTo: target });
    const end = await follow((await app.message(email)).link);
    expect((await browser.auth.exchangeCodeForSession(end.query.get("code") ?? "")).error).toBeNull();
    expect((await browser.auth.updateUser({ password: "a new and better one" })).error).toBeNull();
    expect((await app.client().auth.signInWithPassword({ email, password })).error?.code).toBe(
      "invalid_credentials",
    );
    const signedIn = await app.client().auth.signInWithPassword({ email, password: "a new and better one" });
    expect(signedIn.error).toBeNull();
  });
});

describe("a change of address", () => {
  it("is confirmed at the old and at the new one", async () => {
    const [old, next] = [newEmail(), newEmail()];
    const client = app.client();
    await client.auth.signUp({ email: old, password });
    const { data } = await client.auth.updateUser({ email: next });
    expect(data.user).toMatchObject({ email: old, new_email: next });
    const half = await follow((await app.message(next)).link);
    expect(half.fragment.get("message")).toContain("proceed to confirm");
    expect((await client.auth.getUser()).data.user?.email).toBe(old);
    const end = await follow((await app.message(old)).link);
    expect(end.fragment.get("type")).toBe("email_change");
    expect((await client.auth.getUser()).data.user).toMatchObject({ email: next });
    expect((await app.client().auth.signInWithPassword({ email: next, password })).error).toBeNull();
    const rows = await queryOnce(
      app.superuser,
      `select data ->> 'email' as email from rowhouse.project_data where id = '${data.user?.id}'`,
    );
    expect(rows).toEqual([{ email: next }]);
  });

  it("cannot take an address that is in use", async () => {
    const taken = newEmail();
    await app.client().auth.signUp({ email: taken, password });
    const client = app.client();
    await client.auth.signUp({ email: newEmail(), password });
    expect((await client.auth.updateUser({ email: taken })).error).toMatchObject({
      code: "email_exists",
      status: 422,
    });
  });
});

describe("reauthentication", () => {
  it("sends a code that a later change of password asks for", async () => {
    const email = newEmail();
    const client = app.client();
    await client.auth.signUp({ email, password });
    await app.set({ reauthenticateForPassword: true });
    await queryOnce(
      app.superuser,
      "update rowhouse.project_sessions set created_at = now() - interval '2 days'",
    );
    const refused = await client.auth.updateUser({ password: "a quite different one" });
    expect(refused.error).toMatchObject({ code: "reauthentication_needed", status: 400 });
    expect((await client.auth.reauthenticate()).error).toBeNull();
    const { code } = await app.message(email);
    const wrong = await client.auth.updateUser({ password: "a quite different one", nonce: "000000x" });
    expect(wrong.error).toMatchObject({ code: "reauthentication_not_valid" });
    expect(
      (await client.auth.updateUser({ password: "a quite different one", nonce: code })).error,
    ).toBeNull();
    await app.set({ reauthenticateForPassword: false });
  });
});
