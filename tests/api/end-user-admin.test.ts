import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";

let app: AuthApp;
beforeAll(async () => {
  app = await authApp();
});
afterAll(() => app.close());

const password = "correct horse battery";
let count = 0;
const newEmail = () => `managed${++count}@example.org`;

describe("the app's own server", () => {
  it("creates users, confirmed or not, with metadata of both kinds", async () => {
    const email = newEmail();
    const { data, error } = await app.admin().auth.admin.createUser({
      email,
      password,
      email_confirm: true,
      user_metadata: { full_name: "Kim" },
      app_metadata: { plan: "pro" },
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email,
      user_metadata: { full_name: "Kim" },
      app_metadata: { provider: "email", providers: ["email"], plan: "pro" },
    });
    expect(data.user?.email_confirmed_at).toBeTruthy();
    expect((await app.client().auth.signInWithPassword({ email, password })).error).toBeNull();
    const again = await app.admin().auth.admin.createUser({ email, password });
    expect(again.error).toMatchObject({ code: "email_exists", status: 422 });
    const none = await app.admin().auth.admin.createUser({ password });
    expect(none.error).toMatchObject({ code: "validation_failed", status: 400 });
  });

  it("lists users page by page, and finds them", async () => {
    const before = await app.admin().auth.admin.listUsers({ page: 1, perPage: 1 });
    for (let index = 0; index < 3; index++) await app.admin().auth.admin.createUser({ email: newEmail() });
    const { data } = await app.admin().auth.admin.listUsers({ page: 1, perPage: 2 });
    expect(data.users).toHaveLength(2);
    expect(data).toMatchObject({
      total: ("total" in before.data ? before.data.total : 0) + 3,
      nextPage: 2,
      aud: "authenticated",
    });
    const found = await app.call("GET", `/admin/users?filter=${data.users[0]?.email}`, undefined, {
      apikey: app.keys.service_role,
      Authorization: `Bearer ${app.keys.service_role}`,
    });
    expect(await found.json()).toMatchObject({ users: [{ id: data.users[0]?.id }] });
  });

  it("reads, changes and suspends a user", async () => {
    const { admin } = app.admin().auth;
    const email = newEmail();
    const client = app.client();
    await client.auth.signUp({ email, password });
    const id = (await client.auth.getUser()).data.user?.id ?? "";
    expect((await admin.getUserById(id)).data.user?.email).toBe(email);
    const next = newEmail();
    const changed = await admin.updateUserById(id, {
      email: next,
      user_metadata: { a: 1 },
      app_metadata: { roles: ["x"] },
    });
    expect(changed.data.user).toMatchObject({
      email: next,
      user_metadata: { a: 1 },
      app_metadata: { roles: ["x"] },
    });
    const banned = await admin.updateUserById(id, { ban_duration: "24h" });
    expect(new Date(banned.data.user?.banned_until ?? 0).getTime()).toBeGreaterThan(
      Date.now() + 23 * 3_600_000,
    );
    expect((await client.auth.getUser()).error).not.toBeNull();
    const refused = await app.client().auth.signInWithPassword({ email: next, password });
    expect(refused.error).toMatchObject({ code: "user_banned", status: 400 });
    await admin.updateUserById(id, { ban_duration: "none", password: "yet another password" });
    const back = await app
      .client()
      .auth.signInWithPassword({ email: next, password: "yet another password" });
    expect(back.error).toBeNull();
    expect((await admin.updateUserById(id, { ban_duration: "soon" })).error).toMatchObject({
      code: "validation_failed",
    });
  });

  it("deletes a user for good, or so that the row stays", async () => {
    const { admin } = app.admin().auth;
    const [gone, kept] = await Promise.all(
      [1, 2].map(() => admin.createUser({ email: newEmail(), password })),
    );
    const [goneId, keptId] = [gone?.data.user?.id ?? "", kept?.data.user?.id ?? ""];
    expect((await admin.deleteUser(goneId)).error).toBeNull();
    expect((await admin.getUserById(goneId)).error).toMatchObject({ code: "user_not_found", status: 404 });
    expect((await admin.deleteUser(keptId, true)).error).toBeNull();
    const left = await admin.getUserById(keptId);
    expect(left.data.user).toMatchObject({ email: "", identities: [] });
    expect(left.data.user?.deleted_at).toBeTruthy();
    const reused = await admin.createUser({ email: kept?.data.user?.email ?? "", password });
    expect(reused.error).toBeNull();
    expect((await admin.getUserById("nonsense").catch((error: Error) => error)) instanceof Error).toBe(true);
  });

  it("invites by mail, and makes links for its own mail", async () => {
    const { admin } = app.admin().auth;
    const email = newEmail();
    const invited = await admin.inviteUserByEmail(email, { data: { full_name: "Guest" } });
    expect(invited.data.user?.invited_at).toBeTruthy();
    expect((await app.message(email)).subject).toBe("You have been invited");
    const { code } = await app.message(email);
    const accepted = await app.client().auth.verifyOtp({ email, token: code, type: "invite" });
    expect(accepted.data.user).toMatchObject({ email });
    expect((await admin.inviteUserByEmail(email)).error).toMatchObject({ code: "email_exists" });
    const link = await admin.generateLink({ type: "magiclink", email });
    expect(link.data.properties).toMatchObject({ verification_type: "magiclink" });
    const byHash = await app.client().auth.verifyOtp({
      token_hash: link.data.properties?.hashed_token ?? "",
      type: "magiclink",
    });
    expect(byHash.data.user?.email).toBe(email);
    const signUp = await admin.generateLink({ type: "signup", email: newEmail(), password });
    expect(signUp.data.properties?.verification_type).toBe("signup");
    const unknown = await admin.generateLink({ type: "recovery", email: "unknown@example.org" });
    expect(unknown.error).toMatchObject({ code: "user_not_found" });
  });

  it("ends somebody's session by their token", async () => {
    const client = app.client();
    const { data } = await client.auth.signUp({ email: newEmail(), password });
    expect((await app.admin().auth.admin.signOut(data.session?.access_token ?? "")).error).toBeNull();
    expect((await client.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
  });

  it("alone may do so", async () => {
    const client = app.client();
    await client.auth.signUp({ email: newEmail(), password });
    expect((await client.auth.admin.listUsers()).error).toMatchObject({ status: 403, code: "not_admin" });
    expect((await app.client().auth.admin.createUser({ email: newEmail() })).error).toMatchObject({
      status: 403,
    });
  });
});

describe("a secret key", () => {
  it("manages no accounts from a browser, in whichever header it comes", async () => {
    const { token } = await createProjectKey(app.owner, app.projectId, { kind: "secret", name: "server" });
    const secret = String(token);
    const status = async (headers: Record<string, string>) =>
      (await app.call("GET", "/admin/users", undefined, headers)).status;
    const ways = [
      { apikey: secret },
      { apikey: secret, Authorization: `Bearer ${secret}` },
      { apikey: app.keys.anon, Authorization: `Bearer ${secret}` },
      { apikey: app.keys.service_role, Authorization: `Bearer ${secret}` },
      { apikey: "", Authorization: `Bearer ${secret}` },
    ];
    for (const way of ways) {
      const asked = [await status(way), await status({ ...way, Origin: "https://app.example.org" })];
      expect([way, asked]).toEqual([way, [200, 401]]);
    }
  });
});

describe("users who move in", () => {
  it("sign in with what they had, and get a hash of ours", async () => {
    // "correct horse battery" by argon2id and by Firebase's scrypt, each with parameters that exports have.
    const email = newEmail();
    const { argon2Sync } = await import("node:crypto");
    const salt = Buffer.from("0123456789abcdef");
    const options = {
      message: password,
      nonce: salt,
      parallelism: 1,
      tagLength: 32,
      memory: 8192,
      passes: 2,
    };
    const tag = argon2Sync("argon2id", options);
    const b64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
    const hash = `$argon2id$v=19$m=8192,t=2,p=1$${b64(salt)}$${b64(tag)}`;
    const made = await app.admin().auth.admin.createUser({ email, password_hash: hash });
    expect(made.error).toBeNull();
    const rows = await queryOnce(
      app.superuser,
      `select password_hash from rowhouse.project_credentials where user_id = '${made.data.user?.id}'`,
    );
    expect(rows).toEqual([{ password_hash: hash }]);
    const wrong = await app.admin().auth.admin.createUser({ email: newEmail(), password_hash: "md5:abc" });
    expect(wrong.error).toMatchObject({ code: "validation_failed" });
  });
});
