import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runtime } from "#lib/runtime/runtime.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";
import { type AccountsHarness, accountsRuntime, password } from "#tests/integration/accounts-harness.ts";
import { type Call, caller, type Loose, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let anybody: Call;
beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  anybody = caller(server.url, null);
  Object.assign(runtime().config, { appUrl: server.url });
});
afterAll(async () => {
  await server.close();
  await harness.close();
});
beforeEach(() => {
  harness.limiter.isOn = false;
  Object.assign(runtime().config, { appUrl: server.url, signUp: { isOpen: true, domains: [] } });
});

const better = "another horse battery";
const logIn = (email: string, secret: string) =>
  anybody("POST", "/api/auth/login", { email, password: secret });

/** The newest message to somebody, once it is there: nobody waits for mail. */
async function mailTo(recipient: string, subject: string): Promise<{ html: string; token: string }> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { body } = await anybody("GET", "/api/mailbox?limit=100");
    const items = body.items as unknown as { recipient: string; subject: string; body: string }[];
    const found = items.find((item) => item.recipient === recipient && item.subject === subject);
    if (found) return { html: found.body, token: /token=(\w+)/.exec(found.body)?.[1] ?? "" };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no mail "${subject}" to ${recipient}`);
}

async function mailCount(): Promise<number> {
  return Number((await anybody("GET", "/api/mailbox")).body.total);
}

describe("a forgotten password", () => {
  it("is replaced by a link that is good once, which ends every session", async () => {
    const email = "forgot@example.org";
    const user = await newUser(server.url, email);
    expect(
      (await anybody("POST", "/api/auth/password/reset", { email: " Forgot@example.org " })).body,
    ).toEqual({});
    const { token } = await mailTo(email, "Choose a new password");
    const weak = await anybody("PUT", "/api/auth/password/reset", { token, password: "short" });
    expect([weak.status, weak.body.error?.details]).toEqual([
      400,
      [{ path: "/password", message: expect.any(String) }],
    ]);
    expect((await anybody("PUT", "/api/auth/password/reset", { token, password: better })).status).toBe(200);
    expect((await user("GET", "/api/auth/me")).status).toBe(401);
    expect((await logIn(email, password)).status).toBe(401);
    expect((await logIn(email, better)).status).toBe(200);
    const again = await anybody("PUT", "/api/auth/password/reset", { token, password });
    expect([again.status, again.body.error?.code]).toEqual([410, "RH107"]);
    await mailTo(email, "Your password was changed");
  });

  it("tells nobody who has an account", async () => {
    await newUser(server.url, "known@example.org");
    const known = await anybody("POST", "/api/auth/password/reset", { email: "known@example.org" });
    await mailTo("known@example.org", "Choose a new password");
    const before = await mailCount();
    const unknown = await anybody("POST", "/api/auth/password/reset", { email: "unknown@example.org" });
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await mailCount()).toBe(before);
    harness.limiter.isOn = true;
    const statuses = async (email: string) =>
      Promise.all(
        Array.from(
          { length: 6 },
          async () => (await anybody("POST", "/api/auth/password/reset", { email })).status,
        ),
      );
    expect((await statuses("a@example.org")).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await statuses("known@example.org")).sort()).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it("is worth nothing after a newer link, after its hour, or in the database", async () => {
    const email = "newer@example.org";
    await newUser(server.url, email);
    await anybody("POST", "/api/auth/password/reset", { email });
    const old = await mailTo(email, "Choose a new password");
    await anybody("DELETE", "/api/mailbox");
    await anybody("POST", "/api/auth/password/reset", { email });
    const { token } = await mailTo(email, "Choose a new password");
    const first = await anybody("PUT", "/api/auth/password/reset", { token: old.token, password: better });
    expect(first.status).toBe(410);
    const dump = await queryOnce(
      harness.owner,
      "select json_agg(t.*)::text || (select json_agg(m.*)::text from rowhouse.account_messages m) as dump from rowhouse.account_tokens t",
    );
    expect(dump[0]?.dump).not.toContain(token);
    await queryOnce(
      harness.owner,
      "update rowhouse.account_tokens set expires_at = now() - interval '1 second'",
    );
    const late = await anybody("PUT", "/api/auth/password/reset", { token, password: better });
    expect(late.status).toBe(410);
  });

  it("is refused for everybody where no mail is sent", async () => {
    Object.assign(runtime().config, { appUrl: "https://rowhouse.example.org" });
    const { status, body } = await anybody("POST", "/api/auth/password/reset", { email: "x@example.org" });
    expect([status, body.error?.code, body.error?.hint]).toEqual([
      503,
      "RH008",
      "Whoever runs it sets SMTP_URL.",
    ]);
  });
});

describe("the mailbox of this machine", () => {
  it.each([
    ["through a proxy", { "X-Forwarded-For": "203.0.113.9" }],
    ["through a proxy that names itself", { Via: "1.1 proxy" }],
    ["for another name", { "X-Forwarded-Host": "rowhouse.example.org" }],
  ])("is not there %s", async (_, headers) => {
    expect((await anybody("GET", "/api/mailbox")).status).toBe(200);
    expect((await anybody("GET", "/api/mailbox", undefined, headers)).status).toBe(404);
  });

  it("is not there on a server that others use", async () => {
    Object.assign(runtime().config, { appUrl: "https://rowhouse.example.org" });
    expect((await anybody("GET", "/api/mailbox")).status).toBe(404);
  });
});

describe("one's own account", () => {
  it("changes its name", async () => {
    const user = await newUser(server.url, "name@example.org");
    expect((await user("PATCH", "/api/auth/me", { name: " Ada " })).body.user).toMatchObject({ name: "Ada" });
    expect((await user("PATCH", "/api/auth/me", { name: null })).body.user?.name).toBeNull();
    expect((await user("GET", "/api/auth/me")).body.user?.name).toBeNull();
  });

  it("changes its password by the present one, which ends all other sessions", async () => {
    const email = "change@example.org";
    const user = await newUser(server.url, email);
    const other = caller(server.url, String((await logIn(email, password)).body.access_token));
    const change = (current_password: string, next: string) =>
      user("PUT", "/api/auth/password", { current_password, password: next });
    expect((await change("wrong", better)).body.error?.details).toEqual([
      { path: "/current_password", message: "is wrong" },
    ]);
    expect((await change(password, "password")).status).toBe(400);
    expect((await change(password, better)).status).toBe(200);
    expect((await user("GET", "/api/auth/me")).status).toBe(200);
    expect((await other("GET", "/api/auth/me")).status).toBe(401);
    expect((await logIn(email, better)).status).toBe(200);
  });

  it("changes its address once the new one has confirmed, and tells the old one", async () => {
    const user = await newUser(server.url, "old@example.org");
    const ask = (email: string) => user("PUT", "/api/auth/email", { email, password });
    expect((await ask("new@example.org")).status).toBe(200);
    expect((await user("GET", "/api/auth/me")).body.user?.email).toBe("old@example.org");
    await mailTo("old@example.org", "Your e-mail address is about to change");
    const { token } = await mailTo("new@example.org", "Confirm your new e-mail address");
    const confirmed = await anybody("POST", "/api/auth/email/confirm", { token });
    expect(confirmed.body.user?.email).toBe("new@example.org");
    expect((await logIn("new@example.org", password)).status).toBe(200);
    expect((await anybody("POST", "/api/auth/email/confirm", { token })).status).toBe(410);
    // Somebody else's address: the answer is the same, and nothing can come of it.
    await newUser(server.url, "theirs@example.org");
    expect((await ask("Theirs@example.org")).body).toEqual({});
    const { html } = await mailTo("Theirs@example.org", "You have an account already");
    expect(html).not.toContain("token=");
  });

  it("changes neither by a personal access token", async () => {
    const user = await newUser(server.url, "script@example.org");
    const made = await user("POST", "/api/tokens", { name: "script" });
    const script = caller(server.url, String(made.body.token?.token));
    const next = { current_password: password, password: better };
    expect((await script("PUT", "/api/auth/password", next)).status).toBe(403);
    expect((await script("PUT", "/api/auth/email", { email: "x@example.org", password })).status).toBe(403);
  });
});

describe("sign-up", () => {
  const signUp = (email: string, more: object = {}) =>
    anybody("POST", "/api/auth/signup", { email, password, ...more });

  it("can be for the invited alone, who are members at once", async () => {
    const owner = await newUser(server.url, "host@example.org");
    const { body } = await owner("POST", "/api/organizations", { name: "House" });
    const path = `/api/organizations/${body.organization?.id}/invitations`;
    const made = await owner("POST", path, { role: "editor" });
    const invitation = new URL(String(made.body.url)).searchParams.get("token");
    Object.assign(runtime().config, { signUp: { isOpen: false, domains: ["example.org"] } });
    const closed = await signUp("guest@example.com");
    expect([closed.status, closed.body.error?.code]).toEqual([403, "RH106"]);
    expect((await signUp("guest@example.com", { invitation: "0".repeat(56) })).status).toBe(410);
    const guest = await signUp("guest@example.com", { invitation });
    expect(guest.status).toBe(201);
    const me = await caller(server.url, String(guest.body.access_token))("GET", "/api/auth/me");
    const organizations = me.body.organizations as unknown as Loose[];
    expect(organizations.map(({ name, role }) => [name, role])).toEqual([
      ["guest@example.com", "owner"],
      ["House", "editor"],
    ]);
    expect((await signUp("second@example.org", { invitation })).status).toBe(410);
  });

  it("can be for the addresses of some domains", async () => {
    Object.assign(runtime().config, { signUp: { isOpen: true, domains: ["example.org", "example.net"] } });
    const refused = await signUp("x@evil-example.org");
    expect(refused.body.error?.details).toEqual([
      { path: "/email", message: "must be an address at example.org or example.net" },
    ]);
    expect((await signUp("X@Example.NET")).status).toBe(201);
  });
});
