import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";
import { browse, type OidcServer, oidcServer } from "#tests/harness/oidc-server.ts";

const client = { id: "the-app", secret: "its secret at the provider" };
const target = "http://localhost:5173/inside";
const password = "correct horse battery";

let app: AuthApp;
let oidc: OidcServer;
beforeAll(async () => {
  app = await authApp();
  oidc = await oidcServer({ ...client, redirectUri: () => `${app.url}/auth/v1/callback` });
  await app.set({
    providers: {
      house: { enabled: true, clientId: client.id, clientSecret: client.secret, issuer: oidc.issuer },
    },
  });
});
afterAll(async () => {
  await oidc.close();
  await app.close();
});

let count = 0;
function newPerson(more: { readonly email?: string; readonly email_verified?: boolean } = {}) {
  const sub = `sub-${++count}`;
  const person = { sub, email: `oauth${count}@example.org`, email_verified: true, name: "Kim", ...more };
  oidc.people.set(sub, person);
  return person;
}

/** Signs somebody in through the provider, as the stock client and a browser do it. */
async function signIn(sub: string, flowType: "pkce" | "implicit" = "pkce") {
  const one = app.client({ flowType });
  const { data, error } = await one.auth.signInWithOAuth({
    // Any name that the owner chose; the client's type lists the well-known ones.
    provider: "house" as "keycloak",
    options: { redirectTo: target, queryParams: { login_hint: sub }, skipBrowserRedirect: true },
  });
  if (error) throw error;
  return { one, end: await browse(data.url, target) };
}

describe("sign-in through an OpenID Connect provider", () => {
  it("makes an account, and hands the browser a code for its session", async () => {
    const person = newPerson();
    const { one, end } = await signIn(person.sub);
    expect(end.hash).toBe("");
    const { data, error } = await one.auth.exchangeCodeForSession(end.searchParams.get("code") ?? "");
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: person.email,
      app_metadata: { provider: "house", providers: ["house"] },
      user_metadata: { full_name: "Kim", email_verified: true, iss: oidc.issuer },
      identities: [{ provider: "house", id: person.sub }],
    });
    expect(data.session?.provider_token).toBeTruthy();
    expect(decodeJwt(data.session?.access_token ?? "")).toMatchObject({
      amr: [{ method: "oauth", provider: "house" }],
    });
    const again = await signIn(person.sub);
    const back = await again.one.auth.exchangeCodeForSession(again.end.searchParams.get("code") ?? "");
    expect(back.data.user?.id).toBe(data.user?.id);
    const rows = await queryOnce(
      app.superuser,
      `select data from rowhouse.project_data where id = '${data.user?.id}'`,
    );
    expect(rows).toMatchObject([{ data: { email: person.email, full_name: "Kim" } }]);
  });

  it("hands the session over in the address where the app asked for that, in the same browser alone", async () => {
    const { sub } = newPerson();
    const { end } = await signIn(sub, "implicit");
    const fragment = new URLSearchParams(end.hash.slice(1));
    expect(decodeJwt(fragment.get("access_token") ?? "")).toMatchObject({ role: "authenticated" });
    expect(fragment.get("provider_token")).toBeTruthy();
    // Somebody else's way back, in a browser that did not go there.
    const { data } = await app.client().auth.signInWithOAuth({
      provider: "house" as "keycloak",
      options: { redirectTo: target, queryParams: { login_hint: sub }, skipBrowserRedirect: true },
    });
    const callback = await browse(data.url ?? "", `${app.url}/auth/v1/callback`);
    const victim = await browse(callback.href, target);
    expect(victim.searchParams.get("error_code")).toBe("bad_oauth_state");
    expect(victim.hash).not.toContain("access_token");
  });

  it("takes no answer twice, none with a made-up state, and tells the app of a refusal", async () => {
    const made = await app.call("GET", "/callback?code=x&state=made-up");
    expect([made.status, await made.json()]).toMatchObject([400, { error_code: "bad_oauth_state" }]);
    const one = app.client({ flowType: "pkce" });
    const { data } = await one.auth.signInWithOAuth({
      provider: "house" as "keycloak",
      options: {
        redirectTo: target,
        queryParams: { login_hint: newPerson().sub },
        skipBrowserRedirect: true,
      },
    });
    const callback = await browse(data.url ?? "", `${app.url}/auth/v1/callback`);
    await browse(callback.href, target);
    const again = await fetch(callback, { redirect: "manual" });
    expect(again.status).toBe(400);
    const refused = await one.auth.signInWithOAuth({
      provider: "house" as "keycloak",
      options: { redirectTo: target, skipBrowserRedirect: true },
    });
    const start = await fetch(refused.data.url ?? "", { redirect: "manual" });
    const state = new URL(start.headers.get("Location") ?? "").searchParams.get("state");
    const end = await browse(
      `${app.url}/auth/v1/callback?error=access_denied&error_description=No&state=${state}`,
      target,
    );
    expect(end.searchParams.get("error")).toBe("access_denied");
    const unknown = await app.call("GET", "/authorize?provider=nowhere");
    expect(await unknown.json()).toMatchObject({ error_code: "oauth_provider_not_supported" });
  });

  it("joins the account whose address both have verified", async () => {
    const person = newPerson();
    const first = app.client();
    await first.auth.signInWithOtp({ email: person.email });
    const token = (await app.message(person.email)).code;
    const { data } = await first.auth.verifyOtp({ email: person.email, token, type: "email" });
    const { one, end } = await signIn(person.sub);
    const joined = await one.auth.exchangeCodeForSession(end.searchParams.get("code") ?? "");
    expect(joined.data.user?.id).toBe(data.user?.id);
    expect(joined.data.user?.app_metadata.providers).toEqual(["email", "house"]);
    expect((await first.auth.getUser()).error).toBeNull();
  });

  it("throws out whoever took the address before without showing that it is theirs", async () => {
    const person = newPerson();
    const squatter = app.client();
    await squatter.auth.signUp({ email: person.email, password });
    const { one, end } = await signIn(person.sub);
    const { data } = await one.auth.exchangeCodeForSession(end.searchParams.get("code") ?? "");
    expect(data.user?.email).toBe(person.email);
    expect((await squatter.auth.getUser()).error).not.toBeNull();
    const again = await app.client().auth.signInWithPassword({ email: person.email, password });
    expect(again.error?.code).toBe("invalid_credentials");
  });

  it("joins nothing by an address that the provider has not verified", async () => {
    const owner = app.client();
    const email = "victim@example.org";
    const { data } = await owner.auth.signUp({ email, password });
    const person = newPerson({ email, email_verified: false });
    const { one, end } = await signIn(person.sub);
    const other = await one.auth.exchangeCodeForSession(end.searchParams.get("code") ?? "");
    expect(other.data.user?.id).not.toBe(data.user?.id);
    expect(other.data.user?.email).toBe("");
    expect((await owner.auth.getUser()).error).toBeNull();
  });
});

describe("a further way to sign in", () => {
  it("is added by a signed-in person, and taken away again", async () => {
    const one = app.client({ flowType: "pkce" });
    const { data } = await one.auth.signUp({ email: `own${++count}@example.org`, password });
    const person = newPerson();
    const link = await one.auth.linkIdentity({
      provider: "house" as "keycloak",
      options: { redirectTo: target, queryParams: { login_hint: person.sub }, skipBrowserRedirect: true },
    });
    expect(link.error).toBeNull();
    const end = await browse(link.data.url ?? "", target);
    const linked = await one.auth.exchangeCodeForSession(end.searchParams.get("code") ?? "");
    expect(linked.data.user?.id).toBe(data.user?.id);
    const { data: identities } = await one.auth.getUserIdentities();
    expect(identities?.identities.map(({ provider }) => provider)).toEqual(["email", "house"]);
    const house = identities?.identities.find(({ provider }) => provider === "house");
    if (house === undefined) throw new Error("not linked");
    expect((await one.auth.unlinkIdentity(house)).error).toBeNull();
    const [email] = (await one.auth.getUserIdentities()).data?.identities ?? [];
    if (email === undefined) throw new Error("no identity left");
    expect((await one.auth.unlinkIdentity(email)).error).toMatchObject({
      code: "single_identity_not_deletable",
    });
  });
});

describe("an ID token that the app has itself", () => {
  it("signs in when it is the provider's, for this app, with the nonce that the app chose", async () => {
    const person = newPerson();
    const nonce = "chosen by the app";
    const hashed = createHash("sha256").update(nonce).digest("hex");
    const token = await idToken(person.sub, hashed);
    const one = app.client();
    const { data, error } = await one.auth.signInWithIdToken({ provider: "house", token, nonce });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ email: person.email, app_metadata: { provider: "house" } });
    const wrong = await one.auth.signInWithIdToken({ provider: "house", token, nonce: "another" });
    expect(wrong.error).toMatchObject({ code: "validation_failed", status: 400 });
    const none = await one.auth.signInWithIdToken({ provider: "house", token });
    expect(none.error).toMatchObject({ status: 400 });
    const [header, , signature] = token.split(".");
    const forged = `${header}.${Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: "victim" })).toString("base64url")}.${signature}`;
    expect(
      (await one.auth.signInWithIdToken({ provider: "house", token: forged, nonce })).error,
    ).not.toBeNull();
  });

  /** What a native sign-in would give the app: asked of the provider past the product. */
  async function idToken(sub: string, nonce: string): Promise<string> {
    const verifier = "v".repeat(64);
    const start = new URL(`${oidc.issuer}/auth`);
    start.search = new URLSearchParams({
      client_id: client.id,
      response_type: "code",
      redirect_uri: `${app.url}/auth/v1/callback`,
      scope: "openid email profile",
      nonce,
      state: "s",
      login_hint: sub,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    }).toString();
    const end = await browse(start.href, `${app.url}/auth/v1/callback`);
    const response = await fetch(`${oidc.issuer}/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: end.searchParams.get("code") ?? "",
        redirect_uri: `${app.url}/auth/v1/callback`,
        client_id: client.id,
        client_secret: client.secret,
        code_verifier: verifier,
      }),
    });
    return ((await response.json()) as { id_token: string }).id_token;
  }
});

describe("sign-in through GitHub", () => {
  it("takes the primary, verified address of the account", async () => {
    const github = createServer((req, res) => {
      const send = (value: unknown) =>
        res.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
      const url = new URL(req.url ?? "/", "http://github");
      if (url.pathname === "/login/oauth/authorize") {
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        back.searchParams.set("code", "a-code");
        back.searchParams.set("state", url.searchParams.get("state") ?? "");
        res.writeHead(302, { Location: back.href }).end();
      } else if (url.pathname === "/login/oauth/access_token") {
        send({ access_token: "gh-token", token_type: "bearer", scope: "user:email" });
      } else if (url.pathname === "/api/v3/user") {
        send({ id: 42, login: "octo", name: "Octo", avatar_url: "https://example.org/o.png" });
      } else {
        send([
          { email: "other@example.org", primary: false, verified: true },
          { email: "Octo@example.org", primary: true, verified: true },
        ]);
      }
    });
    await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
    const issuer = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
    await app.set({ providers: { github: { enabled: true, clientId: "gh", clientSecret: "s", issuer } } });
    const one = app.client({ flowType: "pkce" });
    const { data } = await one.auth.signInWithOAuth({
      provider: "github",
      options: { redirectTo: target, skipBrowserRedirect: true },
    });
    const end = await browse(data.url ?? "", target);
    const entered = await one.auth.exchangeCodeForSession(end.searchParams.get("code") ?? "");
    expect(entered.data.user).toMatchObject({
      email: "octo@example.org",
      user_metadata: { user_name: "octo", full_name: "Octo" },
      app_metadata: { provider: "github" },
    });
    await new Promise((done) => github.close(done));
  });
});
