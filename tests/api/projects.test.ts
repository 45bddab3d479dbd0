import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { password } from "#tests/integration/accounts-harness.ts";
import { caller, newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];

beforeAll(async () => {
  api = await ownedApi("owner@example.org");
  owner = api.owner;
});
afterAll(async () => {
  await api.close();
});

describe("/api/projects", () => {
  it("creates, shows, changes, lists and deletes", async () => {
    const created = await owner("POST", "/api/projects", { name: "Shop", description: "things" });
    expect(created.status).toBe(201);
    const { project } = created.body;
    expect(project).toMatchObject({ name: "Shop", description: "things", database_id: null });
    expect(project?.ref).toMatch(/^[a-z][a-z0-9]{5,62}$/);
    const path = `/api/projects/${project?.id}`;
    expect((await owner("GET", path)).body).toEqual({ project });
    expect((await owner("PATCH", path, { name: "Store" })).body.project).toMatchObject({ name: "Store" });
    const list = await owner("GET", "/api/projects?limit=1");
    expect(list.body).toMatchObject({ items: [{ name: "Store" }], limit: 1, offset: 0 });
    expect((await owner("DELETE", path, { name: "Shop" })).status).toBe(400);
    expect((await owner("DELETE", path)).status).toBe(200);
    expect((await owner("GET", path)).status).toBe(404);
  });

  it.each([
    ["?limit=0", "/limit"],
    ["?limit=101", "/limit"],
    ["?limit=x", "/limit"],
    ["?offset=-1", "/offset"],
  ])("refuses the page %s", async (query, path) => {
    const { status, body } = await owner("GET", `/api/projects${query}`);
    expect(status).toBe(400);
    expect(body.error?.details).toEqual([{ path, message: expect.any(String) }]);
  });

  it("puts a project into no organization but one's own", async () => {
    const organizationId = "00000000-0000-4000-8000-000000000000";
    const { status } = await owner("POST", "/api/projects", { name: "x", organizationId });
    expect(status).toBe(404);
  });
});

describe("/api/database", () => {
  it("creates a database with its users table and keys, once", async () => {
    const { body } = await owner("POST", "/api/projects", { name: "Once" });
    const projectId = String(body.project?.id);
    const created = await owner("POST", "/api/database/create", { projectId });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      database: { id: expect.any(String), project_id: projectId, name: "main" },
      tables: [{ id: expect.any(String), table_name: "users", schema: expect.any(Object) }],
      keys: { anon: expect.stringMatching(/^ey/), service_role: expect.stringMatching(/^ey/) },
      url: `http://localhost:3000/p/${body.project?.ref}`,
    });
    const again = await owner("POST", "/api/database/create", { projectId });
    expect(again.status).toBe(409);
    expect(again.body.error).toMatchObject({ code: "RH201", details: { database: created.body.database } });
    const keys = await owner("GET", `/api/projects/${projectId}/keys`);
    expect(keys.body.total).toBe(2);
  });

  it("is shown with its tables and counts", async () => {
    const { databaseId } = await newDatabase(owner, "Overview");
    const { status, body } = await owner("GET", `/api/database/${databaseId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ database: { id: databaseId }, counts: { tables: 1, records: 0, users: 0 } });
    expect(Object.keys(body).sort()).toEqual(["counts", "database", "tables", "url"]);
  });

  it("signs end users up and in, and hides their secrets everywhere", async () => {
    const { databaseId } = await newDatabase(owner, "App");
    const anybody = caller(api.url, null);
    const input = { email: "kim@example.org", password, full_name: "Kim" };
    const up = await anybody("POST", `/api/database/${databaseId}/auth/signup`, input);
    expect(up.status).toBe(201);
    expect(Object.keys(up.body).sort()).toEqual(["access_token", "expires_in", "refresh_token", "user"]);
    expect(up.headers.get("Set-Cookie")).toBeNull();
    const { email } = input;
    const login = await anybody("POST", `/api/database/${databaseId}/auth/login`, { email, password });
    expect([login.status, login.body.user?.id]).toEqual([200, up.body.user?.id]);
    const rows = await owner("POST", `/api/database/${databaseId}/records/query`, { tableName: "users" });
    expect(rows.body.records).toMatchObject([{ email, full_name: "Kim" }]);
    expect(JSON.stringify([up.body, login.body, rows.body])).not.toContain("password_hash");
    // An end user's token opens nothing of the console.
    const kim = caller(api.url, String(login.body.access_token));
    expect((await kim("GET", "/api/auth/me")).status).toBe(401);
    expect((await kim("GET", `/api/database/${databaseId}`)).status).toBe(401);
  });
});
