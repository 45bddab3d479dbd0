import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Loose, newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let base: string;

beforeAll(async () => {
  api = await ownedApi("owner@example.org");
  owner = api.owner;
  base = `/api/database/${(await newDatabase(owner, "Shop")).databaseId}`;
  const changes = [
    table("customers", [{ name: "name", type: "text", required: true, unique: true, indexed: true }]),
    table("orders", [
      { name: "no", type: "bigint" },
      { name: "status", type: "enum", enum_values: ["open", "paid"] },
      {
        name: "customer_id",
        type: "uuid",
        references: { table: "customers", column: "id", on_delete: "cascade" },
      },
    ]),
    table("notes", [
      { name: "body", type: "text" },
      {
        name: "customer_id",
        type: "uuid",
        references: { table: "customers", column: "id", on_delete: "set null" },
      },
    ]),
  ];
  const applied = await owner("POST", `${base}/schema/apply`, { changes });
  expect(applied.status).toBe(200);
});
afterAll(async () => {
  await api.close();
});

const table = (name: string, columns: readonly object[]) => ({
  kind: "create_table",
  table: { name, columns },
});

async function create(tableName: string, records: readonly object[]): Promise<readonly Loose[]> {
  const { status, body } = await owner("POST", `${base}/records/create`, { tableName, records });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.records as unknown as readonly Loose[];
}

async function rowsOf(tableName: string): Promise<unknown> {
  const { body } = await owner("POST", `${base}/records/query`, { tableName, limit: 1000 });
  return body.records;
}

describe("many rows at once", () => {
  it("are changed each in its own way, all or nothing, with the place of what does not fit", async () => {
    const [one, two] = await create("customers", [{ name: "Ann" }, { name: "Bob" }]);
    const send = (records: readonly object[]) =>
      owner("POST", `${base}/records/update`, { tableName: "customers", records });
    const both = await send([
      { id: one?.id, data: { name: "Anna" }, if_match: one?.updated_at },
      { id: two?.id, data: { name: "Bert" } },
    ]);
    expect(both.body.records).toMatchObject([{ name: "Anna" }, { name: "Bert" }]);

    const bad = await send([
      { id: one?.id, data: { name: "Kept away" } },
      { id: two?.id, data: { name: "Anna", nope: 1 } },
    ]);
    expect([bad.status, bad.body.error?.details]).toMatchObject([422, [{ path: "/records/1/data/nope" }]]);
    const taken = await send([
      { id: one?.id, data: { name: "Kept away" } },
      { id: two?.id, data: { name: "Kept away" } },
    ]);
    expect([taken.status, taken.body.error?.details]).toMatchObject([
      409,
      [{ path: "/records/1/data/name" }],
    ]);
    const stale = await send([
      { id: two?.id, data: { name: "Robert" } },
      { id: one?.id, data: { name: "Late" }, if_match: one?.updated_at },
    ]);
    expect([stale.status, stale.body.error?.details]).toMatchObject([412, [{ path: "/records/1" }]]);
    expect(await rowsOf("customers")).toMatchObject([{ name: "Anna" }, { name: "Bert" }]);
  });

  it("are deleted with what refers to them, and come back with their keys, their times and what pointed at them", async () => {
    const [cleo, dan] = await create("customers", [{ name: "Cleo" }, { name: "Dan" }]);
    await create("orders", [
      { no: "9007199254740993", status: "open", customer_id: cleo?.id },
      { no: 2, customer_id: dan?.id },
      { no: 3, customer_id: cleo?.id },
    ]);
    const [, changed] = await create("notes", [
      { body: "of Cleo", customer_id: cleo?.id },
      { body: "of Cleo, then of Dan", customer_id: cleo?.id },
      { body: "of nobody" },
    ]);
    const before = [await rowsOf("customers"), await rowsOf("orders")];

    const { status, body } = await owner("POST", `${base}/records/delete`, {
      tableName: "customers",
      ids: [cleo?.id],
    });
    expect([status, body]).toMatchObject([
      200,
      {
        deleted: [
          { table: "customers", rows: 1 },
          { table: "orders", rows: 2 },
        ],
        released: [{ table: "notes", rows: 2 }],
      },
    ]);
    expect((await rowsOf("orders")) as readonly unknown[]).toHaveLength(1);
    await owner("PUT", `${base}/records/${changed?.id}`, {
      tableName: "notes",
      data: { customer_id: dan?.id },
    });

    const restored = await owner("POST", `${base}/records/restore`, { undo: body.undo });
    expect([restored.status, restored.body]).toMatchObject([200, { restored: 3 }]);
    expect([await rowsOf("customers"), await rowsOf("orders")]).toEqual(before);
    expect(await rowsOf("notes")).toMatchObject([
      { customer_id: cleo?.id },
      { customer_id: dan?.id },
      { customer_id: null },
    ]);
    const again = await owner("POST", `${base}/records/restore`, { undo: body.undo });
    expect(again.status).toBe(404);
  });

  it("come back only while nothing stands in their place and their table is as it was", async () => {
    const [eve, fay] = await create("customers", [{ name: "Eve" }, { name: "Fay" }]);
    const remove = (id: unknown) =>
      owner("POST", `${base}/records/delete`, { tableName: "customers", ids: [id] });
    const gone = await remove(eve?.id);
    await create("customers", [{ name: "Eve" }]);
    const conflict = await owner("POST", `${base}/records/restore`, { undo: gone.body.undo });
    expect([conflict.status, conflict.body.error?.code]).toEqual([409, "23505"]);

    const late = await remove(fay?.id);
    const column = { name: "age", type: "integer" };
    await owner("POST", `${base}/schema/apply`, {
      changes: [{ kind: "add_column", table: "customers", column }],
    });
    const moved = await owner("POST", `${base}/records/restore`, { undo: late.body.undo });
    expect([moved.status, moved.body.error?.code]).toEqual([409, "RH202"]);
  });

  it("are for good when they are users, whose passwords are not kept", async () => {
    const [user] = await create("users", [
      { email: "a@example.org", password_hash: "correct horse battery" },
    ]);
    const { body } = await owner("POST", `${base}/records/delete`, { tableName: "users", ids: [user?.id] });
    expect(body).toEqual({ deleted: [{ table: "users", rows: 1 }], released: [], undo: null });
  });

  it("come with the beginning of what is long, when that is asked for", async () => {
    const long = "ab".repeat(50_000);
    await create("notes", [{ body: "short" }, { body: long }]);
    const { body } = await owner("POST", `${base}/records/query`, {
      tableName: "notes",
      select: ["body"],
      filters: { column: "body", op: "in", value: ["short", long] },
      cut: 1000,
    });
    expect(body).toEqual({
      records: [{ body: "short" }, { body: long.slice(0, 1000) }],
      cut: { "1": ["body"] },
    });
  });

  it("are counted by the values of a column, as far as a filter lets them through", async () => {
    await create("orders", [
      { no: 10, status: "open" },
      { no: 11, status: "open" },
      { no: 12, status: "paid" },
      { no: 13 },
    ]);
    const groups = (column: string) =>
      owner("POST", `${base}/records/groups`, {
        tableName: "orders",
        column,
        filters: {
          and: [
            { column: "no", op: "gte", value: 10 },
            { column: "no", op: "lt", value: 100 },
          ],
        },
      });
    expect((await groups("status")).body.groups).toEqual([
      { value: "open", count: 2 },
      { value: "paid", count: 1 },
      { value: null, count: 1 },
    ]);
    expect((await groups("created_at")).status).toBe(400);
    expect((await groups("nope")).status).toBe(400);
  });
});
