import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templates } from "#lib/catalog/templates/templates.ts";
import { type Loose, newDatabase } from "./api-client.ts";
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

describe("templates", () => {
  it("are ten, each with its tables", async () => {
    const { body } = await owner("GET", "/api/templates");
    const offered = body.templates as unknown as Loose[];
    expect(offered).toHaveLength(10);
    for (const { tables } of offered)
      expect((tables as unknown as string[]).length).toBeGreaterThanOrEqual(4);
  });

  it.each(templates.map(({ name }) => [name]))(
    "%s brings its tables and rows with a new project",
    async (name) => {
      const template = templates.find((each) => each.name === name);
      const made = await owner("POST", "/api/projects/with-database", { name, template: name });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      const { body } = await owner("GET", `/api/database/${made.body.database?.id}`);
      const found = body.tables as unknown as { table_name: string; records: number }[];
      const expected = template?.rows({ day: () => "2026-01-01", at: () => "2026-01-01T00:00:00Z" }) ?? [];
      expect(Object.fromEntries(found.map(({ table_name, records }) => [table_name, records]))).toEqual({
        users: 0,
        ...Object.fromEntries(expected.map(({ table, rows }) => [table, rows.length])),
      });
    },
  );

  it("fit into a database that has tables, with rows that refer to each other", async () => {
    const { databaseId } = await newDatabase(owner, "Later");
    const base = `/api/database/${databaseId}`;
    const applied = await owner("POST", `${base}/template`, { template: "shop" });
    expect([applied.status, applied.body.version]).toEqual([201, 2]);
    const filters = { number: 1002 };
    const orders = await owner("POST", `${base}/records/query`, { tableName: "orders", filters });
    const [order] = orders.body.records as unknown as Loose[];
    const items = await owner("POST", `${base}/records/query`, {
      tableName: "order_items",
      filters: { order_id: order?.id },
    });
    const bought = items.body.records as unknown as { quantity: number; unit_price: number }[];
    expect(bought.map(({ quantity, unit_price }) => [quantity, Number(unit_price)]).sort()).toEqual([
      [1, 89],
      [2, 24.5],
    ]);
    const more = await owner("POST", `${base}/template`, { template: "inventory" });
    expect([more.status, more.body.version]).toEqual([201, 3]);
    expect((await owner("GET", base)).body.counts?.tables).toBe(11);
  });

  it("leave nothing behind when a table is there already", async () => {
    const { databaseId } = await newDatabase(owner, "Twice");
    const base = `/api/database/${databaseId}`;
    const table = { name: "orders", columns: [{ name: "a", type: "text" }] };
    await owner("POST", `${base}/schema/apply`, { changes: [{ kind: "create_table", table }] });
    const { status, body } = await owner("POST", `${base}/template`, { template: "shop" });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.error?.message).toContain("orders");
    expect((await owner("GET", base)).body.counts).toMatchObject({ tables: 2, records: 0 });
    expect((await owner("POST", `${base}/template`, { template: "no" })).status).toBe(404);
    const nothing = await owner("POST", "/api/projects/with-database", { name: "x", template: "no" });
    expect(nothing.status).toBe(404);
  });
});
