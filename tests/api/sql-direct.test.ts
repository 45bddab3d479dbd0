import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { requestListener } from "#lib/server/request-listener.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { apiRoutes } from "./api-server.ts";

let harness: AccountsHarness;
let sql: SqlServer;
let server: Server;
let url: string;
let owner: Call & { readonly token: string };
let base: string;
let client: pg.Client;
/** The paths that went on to the pages' handler, which is Next. */
const passedOn: string[] = [];

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  const api = await apiRoutes();
  server = createServer(
    requestListener({
      runtime: runtime(),
      pages: (req, res) => {
        passedOn.push(`${req.method} ${req.url}`);
        return api.answer(req, res);
      },
      monacoFolder: "/nonexistent",
      isStopping: () => false,
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  owner = await newUser(url, "direct@example.org");
  base = `/api/database/${(await newDatabase(owner, "Direct")).databaseId}`;
  client = new pg.Client(harness.owner);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  server.closeAllConnections();
  server.close();
  await sql.close();
  await harness.close();
});

async function statements(): Promise<number> {
  const { rows } = await client.query(
    "select 1 from pg_stat_activity where usename = 'rowhouse_sql' and datname = current_database() and state <> 'idle'",
  );
  return rows.length;
}

async function until(count: number): Promise<void> {
  await expect.poll(statements, { timeout: 20_000, interval: 10 }).toBe(count);
}

function send(query: string, headers: Record<string, string> = {}) {
  const sent = request(`${url}${base}/sql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json", ...headers },
  });
  sent.on("error", () => undefined);
  sent.end(JSON.stringify({ query, history: false }));
  return sent;
}

it("the server answers runs and looks itself, with the gate, the headers and the errors of every route", async () => {
  const answer = await fetch(`${url}${base}/sql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ query: "select 'ä' as a" }),
  });
  expect(await answer.json()).toMatchObject({ results: [{ rows: [["ä"]] }] });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-request-id")).not.toBeNull();
  expect(answer.headers.get("x-ratelimit-limit") ?? answer.headers.get("ratelimit-limit")).not.toBeNull();
  expect((await owner("POST", `${base}/sql/check`, { query: "select nope" })).body).toMatchObject({
    problems: [{ code: "42703" }],
  });
  expect(passedOn.filter((line) => line.includes("/sql"))).toEqual([]);
  expect((await owner("POST", `${base}/sql`, { query: "select nope" })).body.error?.code).toBe("42703");
  expect((await owner("POST", `${base}/sql`, { nothing: 1 })).status).toBe(400);
  expect((await owner("POST", "/api/database/nonsense/sql", { query: "select 1" })).status).toBe(404);
  const stranger = await fetch(`${url}${base}/sql`, { method: "POST", body: "{}" });
  expect(stranger.status).toBe(401);
  const cookie = await fetch(`${url}${base}/sql`, {
    method: "POST",
    headers: {
      Cookie: `rowhouse_session=${owner.token}`,
      Origin: "https://evil.example",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ query: "select 1" }),
  });
  expect([401, 403]).toContain(cookie.status);
});

it("long answers come compressed, parts of one as they are found", async () => {
  const query = "select n, 'the same words' as said from generate_series(1, 900) n";
  for (const accept of ["application/json", "application/x-ndjson"]) {
    const answer = await fetch(`${url}${base}/sql`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${owner.token}`,
        "Content-Type": "application/json",
        Accept: accept,
        "Accept-Encoding": "gzip",
      },
      body: JSON.stringify({ query }),
    });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.text()).toContain('[900,"the same words"]');
  }
});

it("a body that is too large is refused, and the connection serves on or is closed", async () => {
  const { status, body } = await owner("POST", `${base}/sql`, { query: `select '${"x".repeat(2_000_000)}'` });
  expect([status, body.error?.code]).toEqual([413, "RH003"]);
  expect((await owner("POST", `${base}/sql`, { query: "select 1" })).status).toBe(200);
});

it.each([
  [
    "waits for its first row",
    {},
    "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b",
  ],
  [
    "is in the middle",
    { Accept: "application/x-ndjson" },
    "select g, repeat('x', 1000) from generate_series(1, 5000000) g",
  ],
])("closing a request that %s ends its statement within a second", async (_what, headers, query) => {
  const sent = send(query, headers);
  if ("Accept" in headers) {
    const [response] = await once(sent, "response");
    response.pause();
  }
  await until(1);
  const closedAt = performance.now();
  sent.destroy();
  await until(0);
  expect(performance.now() - closedAt).toBeLessThan(5_000);
});

it("a reader that stops taking holds the statement back, and all rows come in order", async () => {
  const sent = send("select g from generate_series(1, 300000) g", { Accept: "application/x-ndjson" });
  const [response] = await once(sent, "response");
  let text = "";
  for await (const part of response) {
    text += String(part);
    if (text.length < 500_000) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const rows = lines.flatMap((line) => line.rows ?? []);
  expect(rows.length).toBe(300_000);
  expect(rows.every(([value]: [number], index: number) => value === index + 1)).toBe(true);
  expect(lines.at(-1)).toMatchObject({ row_count: 300_000, truncated: false });
});
