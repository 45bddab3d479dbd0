import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyDefinition, type GridDefinition } from "#lib/catalog/grid-view.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let owner: Call;
let viewer: Call;
let base: string;
let views: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  owner = await newUser(server.url, "owner@example.org");
  viewer = await newUser(server.url, "viewer@example.org");
  const { projectId, databaseId } = await newDatabase(owner, "Viewed");
  base = `/api/database/${databaseId}`;
  const schemaJson = {
    name: "posts",
    columns: [
      { name: "title", type: "text" },
      { name: "views", type: "integer" },
    ],
  };
  const created = await owner("POST", `${base}/tables/create`, { schemaJson });
  views = `${base}/tables/${created.body.table?.id}/views`;
  const client = new pg.Client(harness.owner);
  await client.connect();
  await client.query(
    `insert into rowhouse.organization_members (organization_id, user_id, role)
       select p.organization_id, u.id, 'viewer' from rowhouse.projects p, rowhouse.users u
        where p.id = $1 and u.email = 'viewer@example.org'`,
    [projectId],
  );
  await client.end();
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

const popular: GridDefinition = {
  ...emptyDefinition,
  filter: {
    join: "or",
    items: [
      { column: "views", operator: "gt", value: "100" },
      { join: "and", items: [{ column: "title", operator: "starts", value: "A" }] },
    ],
  },
  sort: [{ column: "views", dir: "desc" }],
  hidden: ["created_at"],
  widths: { title: 320 },
};

const save = (call: Call, name: string, isShared: boolean, definition: unknown = popular) =>
  call("POST", views, { name, is_shared: isShared, definition });
const names = async (call: Call) =>
  ((await call("GET", views)).body.items as unknown as readonly { name: string }[]).map(({ name }) => name);

describe("saved views", () => {
  it("are seen by everybody when shared, and by their owner alone when not", async () => {
    expect((await save(owner, "Popular", true)).status).toBe(201);
    expect((await save(owner, "Only mine", false)).status).toBe(201);
    expect((await save(viewer, "A viewer's own", false)).status).toBe(201);
    expect(await names(owner)).toEqual(["Popular", "Only mine"]);
    expect(await names(viewer)).toEqual(["Popular", "A viewer's own"]);
  });

  it("are shared, changed and deleted for others only by an editor, personal ones only by their owner", async () => {
    expect((await save(viewer, "For all", true)).status).toBe(403);
    const shared = (await save(owner, "Shared", true)).body.view?.id;
    const own = (await save(owner, "Own", false)).body.view?.id;
    const path = (id: unknown) => `${base}/views/${id}`;
    expect((await viewer("PATCH", path(shared), { name: "x" })).status).toBe(403);
    expect((await viewer("DELETE", path(shared))).status).toBe(403);
    expect((await viewer("PATCH", path(own), { name: "x" })).status).toBe(404);
    expect((await viewer("DELETE", path(own))).status).toBe(404);
    const changed = await owner("PATCH", path(own), { name: "Ours", is_shared: true });
    expect(changed.body.view).toMatchObject({ name: "Ours", is_shared: true, definition: popular });
    expect(await names(viewer)).toContain("Ours");
    expect((await owner("DELETE", path(own))).status).toBe(200);
    expect(await names(viewer)).not.toContain("Ours");
  });

  it("follow their columns through renames, and forget dropped ones", async () => {
    const id = (await save(owner, "Followed", true)).body.view?.id;
    const changes = [
      { kind: "rename_column", table: "posts", column: "views", to: "readers" },
      { kind: "drop_column", table: "posts", column: "title" },
    ];
    expect((await owner("POST", `${base}/schema/apply`, { changes })).status).toBe(200);
    const { body } = await owner("PATCH", `${base}/views/${id}`, { name: "Followed on" });
    expect(body.view?.definition).toMatchObject({
      filter: { join: "or", items: [{ column: "readers" }, { join: "and", items: [] }] },
      sort: [{ column: "readers", dir: "desc" }],
      widths: {},
    });
  });

  it("are refused with the place of what is not a view", async () => {
    const bad = { ...popular, filter: { join: "xor", items: [] } };
    const { status, body } = await save(owner, "Bad", true, bad);
    expect([status, body.error?.details]).toMatchObject([400, [{ path: "/definition/filter/join" }]]);
  });
});
