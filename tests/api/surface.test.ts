import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyDefinition } from "#lib/catalog/grid-view.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, caller, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let stranger: Call;
let ids: Record<string, string>;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  const owner = await newUser(server.url, "owner@example.org");
  stranger = await newUser(server.url, "stranger@example.org");
  const { projectId, databaseId } = await newDatabase(owner, "Mine");
  const project = await owner("GET", `/api/projects/${projectId}`);
  const tables = await owner("GET", `/api/database/${databaseId}/tables`);
  const token = await owner("POST", "/api/tokens", { name: "mine" });
  const user = {
    tableName: "users",
    data: { email: "a@example.org", password_hash: "correct horse battery" },
  };
  const record = await owner("POST", `/api/database/${databaseId}/records/create`, user);
  ids = {
    projectId,
    databaseId,
    tableId: String(tables.body.items?.[0]?.id),
    tokenId: String(token.body.token?.id),
    jobId: nowhere,
    importId: nowhere,
    recordId: String(record.body.record?.id),
    keyId: nowhere,
    organizationId: String(project.body.project?.organization_id),
    runId: nowhere,
    queryId: nowhere,
  };
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

const nowhere = "00000000-0000-4000-8000-000000000000";
const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** A body that each route takes, so that only whose it is can be wrong. */
const bodies: Readonly<Record<string, unknown>> = {
  "POST /api/database/create": () => ({ projectId: ids.projectId }),
  "PATCH /api/projects/[projectId]": () => ({ name: "Stolen" }),
  "POST /api/projects/[projectId]/keys": () => ({ name: "stolen", kind: "secret" }),
  "PATCH /api/projects/[projectId]/keys/[keyId]": () => ({ name: "stolen" }),
  "POST /api/projects/[projectId]/keys/[keyId]/rotate": () => ({}),
  "PATCH /api/organizations/[organizationId]": () => ({ name: "stolen" }),
  "PATCH /api/organizations/[organizationId]/members/[userId]": () => ({ role: "owner" }),
  "POST /api/organizations/[organizationId]/invitations": () => ({ role: "owner" }),
  "POST /api/database/[databaseId]/auth/invite": () => ({ email: "x@y.org" }),
  "PATCH /api/database/[databaseId]/auth/settings": () => ({}),
  "PATCH /api/database/[databaseId]/api-settings": () => ({ max_rows: 1 }),
  "POST /api/database/[databaseId]/auth/users": () => ({ email: "x@y.org" }),
  "PATCH /api/database/[databaseId]/auth/users/[userId]": () => ({}),
  "POST /api/database/[databaseId]/template": () => ({ template: "crm" }),
  "POST /api/database/[databaseId]/rules/confirm": () => ({
    ...{ table: "users", verb: "select", identity: "visitor", row: "owner", is_confirmed: true },
  }),
  "POST /api/database/[databaseId]/rules/try": () => ({ table: "users", role: "anon" }),
  "POST /api/database/[databaseId]/schema/generate": () => ({ description: "a shop with products" }),
  "POST /api/database/[databaseId]/assistant/turns": () => ({ description: "a shop with products" }),
  "POST /api/database/[databaseId]/assistant/turns/[turnId]/apply": () => ({
    changes: [{ kind: "drop_table", table: "users" }],
    base_version: 1,
  }),
  "POST /api/database/[databaseId]/assistant/turns/[turnId]/undo": () => ({}),
  "POST /api/database/[databaseId]/schema/apply": () => ({
    changes: [{ kind: "drop_table", table: "users" }],
  }),
  "POST /api/database/[databaseId]/tables/create": () => ({
    schemaJson: { name: "t", columns: [{ name: "a", type: "text" }] },
  }),
  "PATCH /api/database/[databaseId]/tables/[tableId]": () => ({
    changes: [{ kind: "describe_table", table: "users", description: "x" }],
  }),
  "POST /api/database/[databaseId]/records/create": () => ({
    tableName: "users",
    data: { email: "x@y.org" },
  }),
  "POST /api/database/[databaseId]/export": () => ({ query: "select 1", format: "csv" }),
  "POST /api/database/[databaseId]/imports": () => ({ file_name: "x.csv", bytes: 1 }),
  "POST /api/database/[databaseId]/imports/[importId]/start": () => ({ table: "users" }),
  "POST /api/database/[databaseId]/records/query": () => ({ tableName: "users" }),
  "POST /api/database/[databaseId]/records/update": () => ({
    tableName: "users",
    records: [{ id: ids.recordId, data: {} }],
  }),
  "POST /api/database/[databaseId]/records/delete": () => ({ tableName: "users", ids: [ids.recordId] }),
  "POST /api/database/[databaseId]/records/restore": () => ({ undo: nowhere }),
  "POST /api/database/[databaseId]/records/groups": () => ({ tableName: "users", column: "email" }),
  "POST /api/database/[databaseId]/tables/[tableId]/views": () => ({
    name: "Stolen",
    is_shared: true,
    definition: emptyDefinition,
  }),
  "PATCH /api/database/[databaseId]/views/[viewId]": () => ({ name: "Stolen" }),
  "PUT /api/database/[databaseId]/records/[recordId]": () => ({ tableName: "users", data: {} }),
  "POST /api/database/[databaseId]/sql": () => ({ query: "select * from users" }),
  "POST /api/database/[databaseId]/sql/check": () => ({ query: "select * from users" }),
  "POST /api/database/[databaseId]/sql/queries": () => ({ name: "Stolen", query: "select 1" }),
  "PATCH /api/database/[databaseId]/sql/queries/[queryId]": () => ({ name: "Stolen" }),
  "POST /api/database/[databaseId]/sql/queries/[queryId]/publish": () => ({ name: "stolen" }),
  "POST /api/database/[databaseId]/sql/generate": () => ({ question: "how many users?" }),
};

/** Every verb of every route that is about one object, with the ids of the owner's. */
function objectCalls(): { readonly name: string; readonly verb: string; readonly path: string }[] {
  return server.routes.flatMap(({ pattern, module }) => {
    if (
      !pattern.includes("[") ||
      pattern.includes("[[") ||
      /\/api\/auth\/|\/auth\/(login|signup)$/.test(pattern)
    )
      return [];
    const path = pattern.replace(/\[(\w+)\]/g, (_all, name: string) => ids[name] ?? nowhere);
    const query = queryOf(pattern);
    return verbs
      .filter((verb) => module[verb] !== undefined)
      .map((verb) => ({ name: `${verb} ${pattern}`, verb, path: path + query }));
  });
}

function queryOf(pattern: string): string {
  if (pattern.endsWith("/search")) return "?q=ada";
  return /\[recordId\]$|\/import$/.test(pattern) ? "?tableName=users" : "";
}

function bodyOf(name: string): unknown {
  const body = bodies[name];
  return typeof body === "function" ? body() : undefined;
}

describe("somebody else's objects", () => {
  it("are 404 on every route and verb, as if they did not exist", async () => {
    const statuses: Record<string, number> = {};
    const codes: Record<string, unknown> = {};
    const calls = objectCalls();
    expect(calls.length).toBeGreaterThan(40);
    for (const { name, verb, path } of calls) {
      const { status, body } = await stranger(verb, path, bodyOf(name));
      if (status === 405) continue;
      statuses[name] = status;
      codes[name] = body.error?.code;
    }
    expect(Object.entries(codes).filter(([, code]) => code !== "RH004")).toEqual([]);
    statuses["POST /api/database/create"] = (
      await stranger("POST", "/api/database/create", bodyOf("POST /api/database/create"))
    ).status;
    expect(Object.keys(statuses).length).toBeGreaterThanOrEqual(15);
    expect(Object.entries(statuses).filter(([, status]) => status !== 404)).toEqual([]);
  });

  it("cannot be reached through a database of one's own either", async () => {
    const own = await newDatabase(stranger, "Own");
    const base = `/api/database/${own.databaseId}`;
    const table = `${base}/tables/${ids.tableId}`;
    const record = `${base}/records/${ids.recordId}`;
    const changes = [{ kind: "describe_table", table: "users", description: "x" }];
    const answers = [
      await stranger("GET", table),
      await stranger("PATCH", table, { changes }),
      await stranger("DELETE", `${table}?cascade=true`),
      await stranger("PUT", record, { tableName: "users", data: { full_name: "x" } }),
      await stranger("DELETE", `${record}?tableName=users`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const rows = await stranger("POST", `${base}/records/query`, { tableName: "users" });
    expect(rows.body.records).toEqual([]);
  });

  it("answer a stranger exactly as ids that do not exist", async () => {
    const ask = async (id: string | undefined) => {
      const { body } = await stranger("GET", `/api/projects/${id}`);
      return JSON.stringify({ ...body.error, id: null }).replaceAll(String(id), "");
    };
    expect(await ask(ids.projectId)).toBe(await ask(nowhere));
  });
});

describe("every route", () => {
  it("asks who is there", async () => {
    const anybody = caller(server.url, null);
    const open: string[] = [];
    for (const { pattern, module } of server.routes) {
      // Signing in elsewhere begins without a session, and answers with redirects.
      if (pattern.includes("[[") || pattern.startsWith("/api/auth/oauth/")) continue;
      const path = pattern.replace(/\[(\w+)\]/g, (_all, name: string) => ids[name] ?? nowhere);
      for (const verb of verbs.filter((name) => module[name] !== undefined)) {
        const { status } = await anybody(verb, path, verb === "GET" ? undefined : {});
        if (status !== 401 && status !== 405) open.push(`${verb} ${pattern}`);
      }
    }
    expect(open.sort()).toEqual([
      // Guarded by being at the machine itself.
      "DELETE /api/mailbox",
      // The link is the credential.
      "GET /api/invitation",
      "GET /api/mailbox",
      "GET /api/openapi.json",
      "POST /api/auth/email/confirm",
      "POST /api/auth/login",
      "POST /api/auth/password/reset",
      "POST /api/auth/signup",
      "POST /api/database/[databaseId]/auth/login",
      "POST /api/database/[databaseId]/auth/signup",
      "PUT /api/auth/password/reset",
    ]);
  });

  it("says which methods it has", async () => {
    for (const { pattern, module } of server.routes) {
      if (pattern.includes("[[")) continue;
      for (const verb of [...verbs, "OPTIONS"]) expect(module[verb], `${verb} ${pattern}`).toBeDefined();
    }
    const { status, headers, body } = await stranger("DELETE", "/api/projects");
    expect([status, headers.get("Allow")]).toEqual([405, "GET, POST, HEAD, OPTIONS"]);
    expect(body.error).toMatchObject({ code: "RH005", details: null });
  });

  it("carries an id, no caching and closed doors for browsers", async () => {
    for (const path of ["/api/projects", "/api/nothing", "/api/projects/nothing", "/api"]) {
      const { headers, body } = await stranger("GET", path);
      const id = headers.get("X-Request-Id");
      expect(id).toMatch(/^[\w-]{8,64}$/);
      if (body.error !== undefined) expect(body.error.id).toBe(id);
      expect(headers.get("Cache-Control")).toBe("no-store");
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    }
  });

  it("answers unknown paths with 404 in the shape of all errors", async () => {
    for (const verb of verbs) {
      const { status, body } = await stranger(verb, "/api/nothing/here");
      expect(status).toBe(404);
      expect(Object.keys(body.error ?? {}).sort()).toEqual(["code", "details", "hint", "id", "message"]);
    }
  });
});

describe("bodies", () => {
  it.each([
    ["{", 400, "RH001"],
    ["null", 400, "RH002"],
    ["[]", 400, "RH002"],
    ['{"name":"\\u0000"}', 400, "RH002"],
    [`{"name":"x"${" ".repeat(1024 * 1024)}}`, 413, "RH003"],
    [`${'{"name":'.repeat(50_000)}1${"}".repeat(50_000)}`, 400, "RH001"],
  ])("%#: bad ones get their own status", async (text, status, code) => {
    const answer = await stranger("POST", "/api/projects", text);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it("must say that they are JSON", async () => {
    const answer = await stranger("POST", "/api/projects", '{"name":"x"}', { "Content-Type": "text/plain" });
    expect([answer.status, answer.body.error?.code]).toEqual([415, "RH007"]);
  });

  it("survive JSON that is legal but odd", async () => {
    const answer = await stranger("POST", "/api/projects", '{"name":"a","name":"\\ud83d\\ude00 b"}');
    expect([answer.status, answer.body.project?.name]).toEqual([201, "😀 b"]);
    expect((await stranger("POST", "/api/projects", '{"name":"\\ud800"}')).status).toBeLessThan(500);
  });
});
