import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPersonalAccessToken } from "#lib/operations/account/create-personal-access-token.ts";
import { currentUser } from "#lib/operations/account/current-user.ts";
import { listPersonalAccessTokens } from "#lib/operations/account/list-personal-access-tokens.ts";
import { logOut } from "#lib/operations/account/log-out.ts";
import { revokePersonalAccessToken } from "#lib/operations/account/revoke-personal-access-token.ts";
import { signUp } from "#lib/operations/account/sign-up.ts";
import { authenticate } from "#lib/operations/authenticate.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";
import { type AccountsHarness, accountsRuntime, client, newActor, password } from "./accounts-harness.ts";

let harness: AccountsHarness;
beforeAll(async () => {
  harness = await accountsRuntime();
});
afterAll(() => harness.close());

describe("sign-up", () => {
  it("gives the account a personal organization that it owns", async () => {
    const actor = await newActor("ann@example.org", { name: " Ann " });
    const { user, organizations } = await currentUser(actor);
    expect(user).toEqual({ id: actor.userId, email: "ann@example.org", name: "Ann" });
    expect(organizations).toMatchObject([{ name: "Ann", is_personal: true, role: "owner" }]);
  });

  it("refuses an e-mail that is taken, whatever its case, and leaves nothing behind", async () => {
    await newActor("bob@example.org");
    const again = signUp({ email: " Bob@Example.ORG", password }, client);
    await expect(again).rejects.toMatchObject({ code: "RH104", status: 409 });
    const [counts] = await queryOnce(
      harness.owner,
      `select (select count(*) from rowhouse.users)::int as users,
              (select count(*) from rowhouse.organizations)::int as organizations`,
    );
    expect(counts?.users).toBe(counts?.organizations);
  });

  it("lets exactly one of two simultaneous sign-ups with one e-mail through", async () => {
    const both = ["eve@example.org", "EVE@example.org"].map((email) => signUp({ email, password }, client));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("refuses a weak password before anything is stored", async () => {
    const weak = signUp({ email: "weak@example.org", password: "password1" }, client);
    await expect(weak).rejects.toMatchObject({ code: "RH002", details: [{ path: "/password" }] });
    expect(
      await queryOnce(harness.owner, "select 1 from rowhouse.users where email = 'weak@example.org'"),
    ).toEqual([]);
  });

  it("stores no password and no token in the clear", async () => {
    const { access_token } = await signUp({ email: "dump@example.org", password }, client);
    const rows = await queryOnce(
      harness.owner,
      "select u::text || s::text as line from rowhouse.users u join rowhouse.sessions s on s.user_id = u.id",
    );
    expect(JSON.stringify(rows)).not.toContain(password);
    expect(JSON.stringify(rows)).not.toContain(access_token);
  });
});

describe("session", () => {
  it("is over as soon as its owner signs out, and only that one", async () => {
    const { access_token: one } = await signUp({ email: "out@example.org", password }, client);
    const actor = await authenticate(one);
    if (actor === null) throw new Error("not signed in");
    const other = await newActor("stays@example.org");
    await logOut(actor);
    expect(await authenticate(one)).toBeNull();
    expect(await currentUser(other)).toBeDefined();
  });

  it("is over when its time has come", async () => {
    const { access_token, user } = await signUp({ email: "old@example.org", password }, client);
    const age = `update rowhouse.sessions set expires_at = now() where user_id = '${user.id}'`;
    await queryOnce(harness.owner, age);
    expect(await authenticate(access_token)).toBeNull();
  });
});

describe("personal access token", () => {
  it("works until it is revoked, and is shown only once", async () => {
    const actor = await newActor("pat@example.org");
    const { token, id } = await createPersonalAccessToken(actor, { name: "ci" });
    expect((await authenticate(token))?.userId).toBe(actor.userId);
    const list = await listPersonalAccessTokens(actor, { limit: 20, offset: 0 });
    expect(list).toMatchObject({ items: [{ id, name: "ci", expires_at: null }], total: 1 });
    expect(JSON.stringify(list)).not.toContain(token);
    await revokePersonalAccessToken(actor, id);
    expect(await authenticate(token)).toBeNull();
    await expect(revokePersonalAccessToken(actor, id)).rejects.toMatchObject({ code: "RH004" });
  });

  it("ends by itself at the given time, which must lie ahead", async () => {
    const actor = await newActor("expiring@example.org");
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const { token, id } = await createPersonalAccessToken(actor, { name: "short", expires_at });
    expect(await authenticate(token)).not.toBeNull();
    await queryOnce(
      harness.owner,
      `update rowhouse.personal_access_tokens set expires_at = now() where id = '${id}'`,
    );
    expect(await authenticate(token)).toBeNull();
    const past = createPersonalAccessToken(actor, { name: "past", expires_at: "2020-01-01T00:00:00Z" });
    await expect(past).rejects.toMatchObject({ details: [{ path: "/expires_at" }] });
  });

  it("cannot make another, and cannot be revoked by somebody else", async () => {
    const actor = await newActor("first@example.org");
    const { token, id } = await createPersonalAccessToken(actor, { name: "ci" });
    const machine = await authenticate(token);
    if (machine === null) throw new Error("not signed in");
    await expect(createPersonalAccessToken(machine, { name: "x" })).rejects.toMatchObject({ status: 403 });
    const stranger = await newActor("stranger@example.org");
    await expect(revokePersonalAccessToken(stranger, id)).rejects.toMatchObject({ status: 404 });
    expect(await authenticate(token)).not.toBeNull();
  });
});
