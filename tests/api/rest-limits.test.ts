import { getEventListeners, once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#lib/db/open-database.ts";
import { openTenantScope } from "#lib/db/scope.ts";
import { bodyRoomOptions, createBodyRoom } from "#lib/limits/body-room.ts";
import { patientLimiter } from "#lib/limits/patient-limiter.ts";
import { createLog } from "#lib/log.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { sql } from "#lib/sql/sql.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let server: DataApiServer;
let app: AppProject;

beforeAll(async () => {
  harness = await accountsRuntime();
  await harness.allow("execute on function pg_sleep(float8)");
  server = await startDataApiServer();
  app = await blogProject();
});

afterAll(async () => {
  await server.close();
  await harness.close();
});

describe("an app that asks too much", () => {
  it("is told to come back, in the form that the client knows", async () => {
    const own = runtime();
    const refuse = async () => ({ allowed: false, limit: 1, remaining: 0, resetSeconds: 7 });
    installRuntime({ ...own, appLimiter: patientLimiter({ consume: refuse, close: async () => undefined }) });
    const startedAt = performance.now();
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/posts`, {
      headers: { apikey: app.keys.anon },
    });
    // Not at once, or it would be back at once.
    expect(performance.now() - startedAt).toBeGreaterThan(200);
    installRuntime(own);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(await response.json()).toMatchObject({ code: "RH006", hint: null });
  });

  it("takes its room from who begins a large body and does not send it, when another wants it", async () => {
    const own = runtime();
    const hurried = { totalMax: 250_000, graceMs: 50, bytesPerSecond: 100_000_000 };
    const room = createBodyRoom({ ...bodyRoomOptions, ...hurried });
    const taken: string[] = [];
    const take: typeof room.take = async (owner, header) => {
      const one = await room.take(owner, header);
      taken.push(owner);
      return one;
    };
    installRuntime({ ...own, bodyRoom: { take } });
    const other = await blogProject();
    const body = JSON.stringify({ id: 1, title: "x".repeat(200_000) });
    const slow = request(`${server.url}/p/${app.ref}/rest/v1/nowhere`, {
      method: "POST",
      headers: { apikey: app.keys.anon, "Content-Type": "application/json", "Content-Length": body.length },
    });
    const cut = new Promise<number | undefined>((resolve, reject) => {
      slow.on("response", ({ statusCode }) => resolve(statusCode));
      slow.on("error", reject);
    });
    slow.write(body.slice(0, 10));
    await eventually(() => expect(taken).toEqual([app.ref]));
    const served = await fetch(`${server.url}/p/${other.ref}/rest/v1/nowhere`, {
      method: "POST",
      headers: { apikey: other.keys.anon, "Content-Type": "application/json" },
      body,
    });
    expect([served.status, await cut]).toEqual([404, 429]);
    slow.destroy();
    installRuntime(own);
  });

  it("leaves no listener behind with short bodies that are never sent to their end", async () => {
    const own = runtime();
    const given: (AbortSignal | null)[] = [];
    const take: typeof own.bodyRoom.take = async (owner, header) => {
      const room = await own.bodyRoom.take(owner, header);
      given.push(room.late);
      return room;
    };
    installRuntime({ ...own, bodyRoom: { take } });
    const begun = Array.from({ length: 20 }, () => {
      const one = request(`${server.url}/p/${app.ref}/rest/v1/nowhere`, {
        method: "POST",
        headers: { apikey: app.keys.anon, "Content-Type": "application/json", "Content-Length": 100 },
      });
      one.on("error", () => undefined).write("{");
      return one;
    });
    await eventually(() => expect(given).toHaveLength(20));
    for (const one of begun) one.destroy();
    const held = () => given.flatMap((late) => (late === null ? [] : getEventListeners(late, "abort")));
    await eventually(() => expect(held()).toEqual([]));
    installRuntime(own);
  });

  it("sends a few large bodies at a time: others' are read meanwhile, and its own wait or are refused", async () => {
    const own = runtime();
    const room = createBodyRoom({ ...bodyRoomOptions, ownMax: 250_000, waitingMax: 0 });
    const taken: string[] = [];
    const take: typeof room.take = async (owner, header) => {
      const leave = await room.take(owner, header);
      taken.push(owner);
      return leave;
    };
    installRuntime({ ...own, bodyRoom: { take } });
    const other = await blogProject();
    const body = JSON.stringify({ id: 1, title: "x".repeat(200_000) });
    const headers = (key: string) => ({ apikey: key, "Content-Type": "application/json" });
    const send = (to: AppProject) =>
      fetch(`${server.url}/p/${to.ref}/rest/v1/nowhere`, {
        method: "POST",
        headers: headers(to.keys.anon),
        body,
      });
    // Begun, and not yet sent.
    const slow = request(`${server.url}/p/${app.ref}/rest/v1/nowhere`, {
      method: "POST",
      headers: { ...headers(app.keys.anon), "Content-Length": body.length },
    });
    slow.write(body.slice(0, 10));
    await eventually(() => expect(taken).toEqual([app.ref]));
    const refused = await send(app);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await refused.json()).toMatchObject({ code: "RH402" });
    expect((await send(other)).status).toBe(404);
    const ended = once(slow, "response");
    slow.end(body.slice(10));
    const [answer] = await ended;
    answer.resume();
    expect(answer.statusCode).toBe(404);
    await eventually(async () => expect((await send(app)).status).toBe(404));
    installRuntime(own);
  });

  it("leaves most of the connections to others who ask as well", async () => {
    const database = openDatabase({
      login: harness.login("rowhouse_request"),
      signingKey: harness.signingKey,
      log: createLog("silent"),
      migrationVersion: "",
      improvements: {},
      connectionsMax: 8,
    });
    const scope = openTenantScope({
      projectId: app.projectId,
      databaseId: app.databaseId,
      userId: null,
      role: "editor",
      apiRole: "service_role",
      endUserId: null,
      jwt: null,
      keyScopes: null,
    });
    let finished = 0;
    const startedAt = performance.now();
    const slow = Array.from({ length: 6 }, async () => {
      await database.query(scope, sql`select pg_sleep(0.4)`);
      finished += 1;
    });
    const other = openTenantScope({ ...scope, projectId: crypto.randomUUID() });
    await database.query(other, sql`select 1`);
    // Two at a time: the others of them were still waiting for a connection.
    expect(finished).toBeLessThan(3);
    await Promise.all(slow);
    expect(performance.now() - startedAt).toBeGreaterThan(1_100);
    await database.close();
  });

  it("is told that an answer is too large to be put together, and is answered again when it asks for less", async () => {
    const own = runtime();
    const database = openDatabase({
      login: harness.login("rowhouse_request"),
      signingKey: harness.signingKey,
      log: createLog("silent"),
      migrationVersion: "",
      improvements: {},
      answerBytesMax: 200_000,
    });
    installRuntime({ ...own, database });
    const client = await app.client(app.keys.service_role);
    const bodies = Array.from({ length: 5 }, (_, id) => ({ id: 900 + id, word: "x".repeat(60_000) }));
    await client.from("topics").insert(bodies).throwOnError();
    const whole = await client.from("topics").select().gte("id", 900);
    expect([whole.status, whole.error?.code]).toEqual([413, "54000"]);
    expect(whole.error?.hint).toMatch(/fewer rows/);
    const part = await client.from("topics").select("id").gte("id", 900);
    expect(part.data).toHaveLength(5);
    await client.from("topics").delete().gte("id", 900).throwOnError();
    installRuntime(own);
    await database.close();
  });

  it("is told that a body has too many records, by each of its doors, and goes on being served", async () => {
    const send = (path: string, type: string, body: string) =>
      fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, {
        method: "POST",
        headers: { apikey: app.keys.anon, "Content-Type": type },
        body,
      });
    const lists = `[${"[],".repeat(600_000)}[]]`;
    const answers = await Promise.all([
      send("/posts", "text/csv", `title\n${"\n".repeat(16_000_000)}`),
      send("/posts", "application/x-www-form-urlencoded", "a&".repeat(100_000)),
      send("/rpc/any", "application/x-www-form-urlencoded", "a&".repeat(100_000)),
      send("/rpc/any", "application/json", `{"a":${lists}}`),
      send("/rpc/_batch", "application/json", `{"ops":[{"path":"/posts","body":${lists}}]}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 413, 413]);
    expect((await send("/posts", "application/json", "{}")).status).toBe(401);
  });

  it("is told that a value is too long for its index", async () => {
    const client = await app.client(app.keys.service_role);
    const { status, error } = await client
      .from("posts")
      .insert({ id: 901, title: "t", slug: "s".repeat(3_000) });
    expect([status, error?.code]).toEqual([413, "54000"]);
  });
});
