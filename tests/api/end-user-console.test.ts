import { createClient } from "@supabase/supabase-js";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { password } from "#tests/integration/accounts-harness.ts";
import { type Call, caller, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let app: AuthApp;
let api: ApiServer;
let owner: Call;
let base: string;

beforeAll(async () => {
  app = await authApp();
  api = await startApiServer();
  const { body } = await caller(api.url, null)("POST", "/api/auth/login", {
    email: "owner@example.org",
    password,
  });
  owner = caller(api.url, String(body.access_token));
  base = `/api/database/${app.databaseId}/auth`;
});
afterAll(async () => {
  await api.close();
  await app.close();
});

describe("the console's view of an app's users", () => {
  it("creates, finds, changes, suspends and deletes them", async () => {
    const made = await owner("POST", `${base}/users`, {
      email: "kim@example.org",
      password,
      email_confirm: true,
    });
    expect(made.status).toBe(201);
    const id = String(made.body.user?.id);
    const found = await owner("GET", `${base}/users?search=KIM@`);
    expect(found.body).toMatchObject({ total: 1, items: [{ id, email: "kim@example.org" }] });
    const changed = await owner("PATCH", `${base}/users/${id}`, {
      user_metadata: { full_name: "Kim" },
      ban_duration: "1h",
    });
    expect(changed.body.user).toMatchObject({ user_metadata: { full_name: "Kim" } });
    const refused = await app.client().auth.signInWithPassword({ email: "kim@example.org", password });
    expect(refused.error?.code).toBe("user_banned");
    expect((await owner("DELETE", `${base}/users/${id}`)).status).toBe(200);
    expect((await owner("GET", `${base}/users/${id}`)).status).toBe(404);
  });

  it("shows where somebody is signed in, and ends it", async () => {
    const client = app.client();
    const { data } = await client.auth.signUp({ email: "lee@example.org", password });
    const path = `${base}/users/${data.user?.id}/sessions`;
    const { body } = await owner("GET", path);
    expect(body.sessions).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain("token");
    await owner("DELETE", path);
    expect((await client.auth.getUser()).error).not.toBeNull();
  });

  it("opens a session as somebody for an hour, which names who is behind it and is kept", async () => {
    const { data } = await app.client().auth.signUp({ email: "max@example.org", password });
    const answer = await owner("POST", `${base}/users/${data.user?.id}/impersonate`);
    const token = String(answer.body.session?.access_token);
    expect(decodeJwt(token)).toMatchObject({
      sub: data.user?.id,
      act: { sub: app.owner.userId },
      amr: [{ method: "impersonation" }],
    });
    const client = createClient(app.url, app.keys.anon, { auth: { persistSession: false } });
    expect((await client.auth.getUser(token)).data.user?.email).toBe("max@example.org");
    const audit = await owner("GET", `${base}/audit?severity=critical&user_id=${data.user?.id}`);
    expect(audit.body.items).toMatchObject([
      { event: "user_impersonated", severity: "critical", console_user_id: app.owner.userId },
    ]);
  });

  it("invites, and resets a password, by mail that is in the mailbox", async () => {
    const invited = await owner("POST", `${base}/invite`, { email: "guest@example.org" });
    expect(invited.status).toBe(201);
    await owner("POST", `${base}/users/${invited.body.user?.id}/recovery`);
    const { body } = await owner("GET", `${base}/mailbox`);
    expect(body.items).toMatchObject([
      { template: "recovery" },
      { template: "invite", recipient: "guest@example.org" },
    ]);
    await owner("DELETE", `${base}/mailbox`);
    expect((await owner("GET", `${base}/mailbox`)).body.total).toBe(0);
  });
});

describe("the settings of an app's accounts", () => {
  it("change one by one, and keep their secrets to themselves", async () => {
    const provider = { enabled: true, clientId: "id", clientSecret: "very secret" };
    const changed = await owner("PATCH", `${base}/settings`, {
      confirmEmail: true,
      providers: { google: provider },
    });
    expect(changed.body).toMatchObject({
      settings: {
        confirmEmail: true,
        phoneEnabled: true,
        providers: { google: { enabled: true, clientId: "id" } },
      },
      secrets: { providers: ["google"] },
      callbackUrl: `${app.url}/auth/v1/callback`,
      hasMailServer: false,
    });
    expect(JSON.stringify(changed.body)).not.toContain("very secret");
    const read = await owner("GET", `${base}/settings`);
    expect(read.body.settings).toMatchObject({ confirmEmail: true, password: { lengthMin: 6 } });
    const wrong = await owner("PATCH", `${base}/settings`, { accessTokenSeconds: 1, hack: true });
    expect(wrong.status).toBe(400);
    await owner("PATCH", `${base}/settings`, { confirmEmail: false, password: { refuseCommon: true } });
    const common = await app.client().auth.signUp({ email: "weak@example.org", password: "password123" });
    expect(common.error).toMatchObject({ code: "weak_password", reasons: ["pwned"] });
  });

  it("word the mail, in which what people told is only text", async () => {
    const templates = {
      recovery: {
        subject: "Hi {{ .Data.full_name }}",
        body: '<p>{{ .Data.full_name }}: <a href="{{ .ConfirmationURL }}">x</a></p>',
      },
    };
    await owner("PATCH", `${base}/settings`, { templates });
    const email = "script@example.org";
    const name = "<script>alert(1)</script>\r\nBcc: victim@example.org";
    await app.client().auth.signUp({ email, password, options: { data: { full_name: name } } });
    await app.client().auth.resetPasswordForEmail(email);
    const { body } = await owner("GET", `${base}/mailbox`);
    const [mail] = body.items as unknown as { subject: string; body: string }[];
    expect(mail?.subject).toBe("Hi <script>alert(1)</script> Bcc: victim@example.org");
    expect(mail?.body).toContain("&lt;script&gt;");
    expect(mail?.body).not.toContain("<script>");
  });
});

describe("the console's pages of accounts", () => {
  it("are closed to strangers, and partly to members of low roles", async () => {
    const stranger = await newUser(api.url, "stranger@example.org");
    for (const path of ["users", "settings", "mailbox", "audit"]) {
      expect((await stranger("GET", `${base}/${path}`)).status).toBe(404);
      expect((await caller(api.url, null)("GET", `${base}/${path}`)).status).toBe(401);
    }
  });
});
