import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let base: string;

beforeAll(async () => {
  api = await ownedApi("owner@example.org");
  owner = api.owner;
  base = `/api/database/${(await newDatabase(owner, "Rows")).databaseId}`;
});
afterAll(async () => {
  await api.close();
});

const posts = {
  name: "posts",
  columns: [
    { name: "title", type: "text", required: true },
    { name: "views", type: "integer", default: 0 },
  ],
};

describe("tables and rows over HTTP", () => {
  it("walks from a table to its rows and back to nothing", async () => {
    const table = await owner("POST", `${base}/tables/create`, { schemaJson: posts });
    expect(table.status).toBe(201);
    const tableId = String(table.body.table?.id);
    const list = await owner("GET", `${base}/tables`);
    expect(list.body).toMatchObject({ total: 2, limit: 20, offset: 0 });
    expect((await owner("GET", `${base}/tables/${tableId}`)).body.table).toMatchObject({
      table_name: "posts",
    });

    const one = await owner("POST", `${base}/records/create`, { tableName: "posts", data: { title: "Hi" } });
    expect([one.status, one.body.record?.views]).toEqual([201, 0]);
    const many = await owner("POST", `${base}/records/create`, {
      tableName: "posts",
      records: [{ title: "a" }, { title: "b", views: 7 }],
    });
    expect([many.status, many.body.records?.length]).toEqual([201, 2]);

    const found = await owner("POST", `${base}/records/query`, {
      tableName: "posts",
      filters: { title: "Hi" },
      count: "exact",
    });
    expect(found.body).toMatchObject({ records: [{ title: "Hi" }], count: 1 });

    const { id, updated_at } = one.body.record ?? {};
    const path = `${base}/records/${id}`;
    const changed = await owner("PUT", path, { tableName: "posts", data: { views: 9 } });
    expect(changed.body.record).toMatchObject({ title: "Hi", views: 9 });
    // A version that is not the newest, and one that never was.
    for (const version of [updated_at, "of-no-row"]) {
      const headers = { "If-Match": `"${version}"` };
      const stale = await owner("PUT", path, { tableName: "posts", data: { views: 1 } }, headers);
      expect([stale.status, stale.body.error?.code]).toEqual([412, "RH302"]);
    }
    expect((await owner("DELETE", path)).body.error?.details).toMatchObject([{ path: "/tableName" }]);
    expect((await owner("DELETE", `${path}?tableName=posts`)).body.record).toMatchObject({ id });
    expect((await owner("DELETE", `${path}?tableName=posts`)).status).toBe(404);

    const renamed = await owner("PATCH", `${base}/tables/${tableId}`, {
      changes: [{ kind: "rename_column", table: "posts", column: "views", to: "reads" }],
    });
    expect(renamed.status).toBe(200);
    expect((await owner("DELETE", `${base}/tables/${tableId}?cascade=maybe`)).status).toBe(400);
    expect((await owner("DELETE", `${base}/tables/${tableId}`)).status).toBe(200);
    expect((await owner("GET", `${base}/tables/${tableId}`)).status).toBe(404);
  });

  it("applies changes, and says which are newer when the base has moved on", async () => {
    const changes = [
      { kind: "create_table", table: { name: "notes", columns: [{ name: "body", type: "text" }] } },
    ];
    const dry = await owner("POST", `${base}/schema/apply`, { changes, dry_run: true });
    expect(dry.status).toBe(200);
    const applied = await owner("POST", `${base}/schema/apply`, { changes, base_version: dry.body.version });
    expect(applied.status).toBe(200);
    const late = await owner("POST", `${base}/schema/apply`, { changes, base_version: dry.body.version });
    expect([late.status, late.body.error?.code]).toEqual([409, "RH202"]);
  });

  it.each([
    ["/records/create", { tableName: "users" }, ""],
    ["/records/create", { tableName: "users", data: {}, records: [] }, ""],
    ["/records/create", { tableName: "users", data: [] }, "/data"],
    ["/records/create", { table: "users", data: {} }, "/table"],
    ["/records/query", { tableName: "users", limit: 0 }, "/limit"],
    ["/records/query", { tableName: "users", sort: [{ column: "id", dir: "up" }] }, "/sort/0/dir"],
    ["/records/query", { tableName: "users", count: true }, "/count"],
    ["/schema/apply", { changes: [] }, "/changes"],
    ["/schema/apply", { changes: {} }, "/changes"],
    ["/tables/create", {}, ""],
  ])("refuses POST %s %j with a pointer", async (path, body, pointer) => {
    const { status, body: answer } = await owner("POST", base + path, body);
    expect(status).toBe(400);
    expect(answer.error?.details).toContainEqual({ path: pointer, message: expect.any(String) });
  });

  it("takes bulk bodies of up to 16 MiB, and no more", async () => {
    const padded = (mebibytes: number) =>
      JSON.stringify({ tableName: "users", data: {} }).padEnd(mebibytes * 1024 * 1024, " ");
    expect((await owner("POST", `${base}/records/create`, padded(15))).status).toBe(422);
    expect((await owner("POST", `${base}/records/create`, padded(17))).status).toBe(413);
    expect((await owner("POST", `${base}/records/query`, padded(2))).status).toBe(413);
  });
});
