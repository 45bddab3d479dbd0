import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Call, caller, newDatabase, newUser } from "#tests/api/api-client.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { freePort } from "#tests/harness/free-port.ts";
import { type HeadlessProcess, startHeadless } from "#tests/harness/headless-process.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// Two servers, each a process of its own, on one Postgres and one Redis: who asks may not notice which of them answers.

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

let db: TestDatabase;
let folder: string;
let redis: ChildProcess | null = null;
let servers: readonly HeadlessProcess[] = [];
let onA: Call;
let onB: Call;
let base: string;
let projectId: string;
let ref: string;

beforeAll(async () => {
  db = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "rowhouse-servers-"));
  const { host, port, database, user, password } = db.owner;
  const env = {
    NODE_ENV: "test",
    DATABASE_URL: `postgresql://${user}:${encodeURIComponent(String(password))}@${encodeURIComponent(host)}:${port}/${database}`,
    ROWHOUSE_SECRET: "integration-tests-share-this-secret-0001",
    ...(hasRedis ? { REDIS_URL: await startRedis() } : {}),
  };
  const start = async (name: string) =>
    startHeadless({ ...env, PORT: String(await freePort()), ROWHOUSE_DATA_DIR: join(folder, name) });
  servers = await Promise.all([start("a"), start("b")]);
  const [a, b] = servers.map(({ url }) => url);
  const owner = await newUser(a ?? "", "both@example.org");
  onA = owner;
  onB = caller(b ?? "", owner.token);
  const made = await newDatabase(onA, "Both");
  projectId = made.projectId;
  base = `/api/database/${made.databaseId}`;
  ref = String((await onA("GET", `/api/projects/${projectId}`)).body.project?.ref);
}, 120_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  redis?.kill();
  rmSync(folder, { recursive: true, force: true });
  await db.close();
});

async function startRedis(): Promise<string> {
  const port = await freePort();
  const child = spawn("redis-server", [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--dir",
    folder,
  ]);
  redis = child;
  child.stdout.setEncoding("utf8");
  for await (const text of child.stdout) if (String(text).includes("Ready to accept")) break;
  return `redis://127.0.0.1:${port}`;
}

describe("two servers", () => {
  it("answer with what the other has just committed: definitions, rows and sessions", async () => {
    for (let round = 0; round < 6; round += 1) {
      const [writer, reader] = round % 2 === 0 ? [onA, onB] : [onB, onA];
      const name = `t${round}`;
      const table = { name, columns: [{ name: "title", type: "text", indexed: true }] };
      const applied = await writer("POST", `${base}/schema/apply`, {
        changes: [{ kind: "create_table", table }],
      });
      expect(applied.status).toBe(200);
      const created = await reader("POST", `${base}/records/create`, {
        tableName: name,
        data: { title: "one" },
      });
      expect(created.status).toBe(201);
      const change = { kind: "add_column", table: name, column: { name: "n", type: "integer", default: 7 } };
      await reader("POST", `${base}/schema/apply`, { changes: [change] });
      const found = await writer("POST", `${base}/records/query`, { tableName: name });
      expect(found.body.records).toMatchObject([{ title: "one", n: 7 }]);
    }
  });

  it("refuse a key that was revoked on the other", async () => {
    const made = await onA("POST", `/api/projects/${projectId}/keys`, { kind: "secret", name: "short" });
    const key = made.body.key ?? made.body;
    const url = `${servers[1]?.url}/p/${ref}/rest/v1/t0`;
    const ask = async () => (await fetch(url, { headers: { apikey: String(key.token) } })).status;
    expect(await ask()).toBe(200);
    const revoked = await onA("DELETE", `/api/projects/${projectId}/keys/${key.id}`);
    expect(revoked.status).toBeLessThan(300);
    // Far less than the five seconds for which a server keeps what it has read.
    await eventually(async () => expect(await ask()).toBe(401), { timeoutMs: 3_000 });
  });

  it.runIf(hasRedis)("count a user's requests together", async () => {
    const statuses: number[] = [];
    // 300 in ten seconds: neither of the two servers sees as many.
    for (let round = 0; round < 20 && !statuses.includes(429); round += 1) {
      const asked = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? onA : onB)("GET", "/api/projects"));
      statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
    }
    expect(statuses).toContain(429);
    const served = statuses.filter((status) => status === 200).length;
    expect(served).toBeLessThanOrEqual(300);
  });

  it("go on when one of them is killed", async () => {
    const [, b] = servers;
    await b?.stop("SIGKILL");
    // Nobody has counted this one's requests yet.
    const other = await newUser(servers[0]?.url ?? "", "other@example.org");
    expect((await other("POST", "/api/projects", { name: "After" })).status).toBe(201);
  });
});
