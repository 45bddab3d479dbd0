import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveCaller } from "#lib/operations/data-api/resolve-caller.ts";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import { rotateProjectKey } from "#lib/operations/keys/end-project-key.ts";
import { issueUserToken, projectJwks } from "#lib/operations/keys/project-signing.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

let harness: AccountsHarness;

beforeAll(async () => {
  harness = await accountsRuntime();
});

afterAll(async () => {
  await harness.close();
});

async function newProject(name: string) {
  const actor = await newActor(`${randomUUID()}@example.com`);
  const created = await createProjectWithDatabase(actor, { name });
  return { actor, ref: created.project.ref, projectId: created.project.id, keys: created.keys };
}

const server = { isFromBrowser: false };

async function userToken(ref: string, sub: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const token = await issueUserToken(ref, { sub, role: "authenticated", iat, exp: iat + 3600 });
  if (token === null) throw new Error("no such project");
  return token;
}

describe("who a request of an app acts for", () => {
  it("is the key's role, and the user of the bearer token where there is one", async () => {
    const { ref, keys, projectId } = await newProject("callers");
    const anon = await resolveCaller(ref, { apikey: keys.anon, bearer: keys.anon, ...server });
    expect(anon).toMatchObject({
      ok: true,
      caller: { ref, scope: { projectId, apiRole: "anon", endUserId: null } },
    });
    const service = await resolveCaller(ref, { apikey: keys.service_role, bearer: null, ...server });
    expect(service).toMatchObject({ ok: true, caller: { scope: { apiRole: "service_role" } } });
    const sub = randomUUID();
    const user = await resolveCaller(ref, {
      apikey: keys.anon,
      bearer: await userToken(ref, sub),
      ...server,
    });
    expect(user).toMatchObject({
      ok: true,
      caller: { key: { kind: "anon" }, scope: { apiRole: "authenticated", endUserId: sub, jwt: { sub } } },
    });
  });

  it("is nobody without a key where an app's public key is limited to some tables, which a user's token alone is not", async () => {
    const { actor, ref, projectId, keys } = await newProject("limited");
    const bearer = await userToken(ref, randomUUID());
    expect(await resolveCaller(ref, { apikey: null, bearer, ...server })).toMatchObject({ ok: true });
    const scopes = { tables: { users: ["select"] } } as const;
    const { token } = await createProjectKey(actor, projectId, { kind: "publishable", name: "app", scopes });
    for (const apikey of [null, "", bearer])
      expect(await resolveCaller(ref, { apikey, bearer, ...server })).toEqual({
        ok: false,
        reason: "missing",
      });
    const limited = await resolveCaller(ref, { apikey: token, bearer, ...server });
    expect(limited).toMatchObject({ caller: { scope: { keyScopes: { tables: expect.anything() } } } });
    const whole = await resolveCaller(ref, { apikey: keys.anon, bearer, ...server });
    expect(whole).toMatchObject({ caller: { scope: { keyScopes: null, apiRole: "authenticated" } } });
  });

  it("is nobody in another project, with whatever key or token", async () => {
    const [one, other] = [await newProject("one"), await newProject("other")];
    const sub = randomUUID();
    const tokens = [one.keys.anon, one.keys.service_role, await userToken(one.ref, sub)];
    for (const token of tokens) {
      const outcome = await resolveCaller(other.ref, { apikey: other.keys.anon, bearer: token, ...server });
      expect(outcome).toEqual({ ok: false, reason: "invalid" });
    }
    expect(await resolveCaller("nosuchproject", { apikey: one.keys.anon, bearer: null, ...server })).toEqual({
      ok: false,
      reason: "project",
    });
    expect(await resolveCaller(one.ref, { apikey: null, bearer: "", ...server })).toEqual({
      ok: false,
      reason: "missing",
    });
  });

  it("can be checked by anybody with the project's public keys", async () => {
    const { ref } = await newProject("jwks");
    const { keys = [] } = (await projectJwks(ref)) ?? {};
    expect(keys).toMatchObject([{ kty: "EC", crv: "P-256", alg: "ES256" }]);
    expect(await projectJwks("nosuchproject")).toBeNull();
  });

  it("goes on alone where a rotation fails half-way: there is no other key then", async () => {
    const { actor, projectId } = await newProject("half-way");
    const old = await createProjectKey(actor, projectId, { kind: "secret", name: "old" });
    const pg = await import("pg");
    const owner = new pg.default.Client(harness.owner);
    await owner.connect();
    await owner.query(`create function rowhouse.refuse_end() returns trigger language plpgsql as
      $$ begin raise exception 'no end'; end $$`);
    await owner.query(`create trigger refuse_end before update of expires_at on rowhouse.project_keys
      for each row execute function rowhouse.refuse_end()`);
    await expect(rotateProjectKey(actor, projectId, old.id, {})).rejects.toThrow("no end");
    await owner.query("drop function rowhouse.refuse_end cascade");
    const named = "select id from rowhouse.project_keys where project_id = $1 and name = 'old'";
    const { rows } = await owner.query(named, [projectId]);
    await owner.end();
    expect(rows).toEqual([{ id: old.id }]);
  });

  it("is written down as use of the key", async () => {
    const { ref, keys, projectId } = await newProject("uses");
    for (let time = 0; time < 3; time++)
      await resolveCaller(ref, { apikey: keys.anon, bearer: keys.anon, ...server });
    await runtime().keyrings.flush();
    const pg = await import("pg");
    const owner = new pg.default.Client(harness.owner);
    await owner.connect();
    const { rows } = await owner.query(
      "select kind, use_count, last_used_at is not null as used from rowhouse.project_keys where project_id = $1 order by kind",
      [projectId],
    );
    await owner.end();
    expect(rows).toEqual([
      { kind: "anon", use_count: "3", used: true },
      { kind: "service_role", use_count: "0", used: false },
    ]);
  });
});
