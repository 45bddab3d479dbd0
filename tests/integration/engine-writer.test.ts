import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { CatalogTable, Column, Json } from "#lib/catalog/types.ts";
import { writableRelation } from "#lib/engine/relation.ts";
import { compileWrite } from "#lib/engine/write/compile-write.ts";
import { conflictProbe } from "#lib/engine/write/conflict-probe.ts";
import type { WriteRequest } from "#lib/engine/write/request.ts";
import { violatedKey, virtualError } from "#lib/engine/write/virtual-error.ts";
import { ident, keyword, literal, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  await project.apply([
    {
      kind: "create_table",
      table: completeTable({
        name: "items",
        columns: [
          { name: "sku", type: "text", unique: true, required: true },
          { name: "label", type: "text", default: "none" },
          { name: "stock", type: "integer", default: 0 },
          { name: "shelf", type: "text" },
          { name: "place", type: "integer" },
        ],
        constraints: [{ kind: "unique", columns: ["shelf", "place"] }],
      }),
    },
    {
      kind: "create_table",
      table: completeTable({
        name: "sales",
        columns: [
          { name: "item_sku", type: "text", references: { table: "items", column: "sku" } },
          { name: "amount", type: "integer" },
          { name: "code", type: "text", unique: true },
        ],
      }),
    },
    {
      kind: "create_table",
      table: completeTable({
        name: "counters",
        columns: [
          { name: "id", type: "integer", primary_key: true },
          { name: "label", type: "text" },
        ],
      }),
    },
  ]);
});

afterAll(() => db.close());

interface Written {
  readonly [column: string]: Json;
}

async function write(name: string, request: WriteRequest): Promise<Written[]> {
  const [catalog, table] = [await project.catalog(), await project.table(name)];
  const compiled = compileWrite(catalog, table, request);
  const { rows } = await db.database.query<{ record: Written }>(
    project.scope,
    sql`with ${keyword(compiled.isRecursive ? "recursive" : "")} ${compiled.with}
      select to_json(w.*) as record from ${ident(compiled.written)} as w order by w."$ordinal"`,
  );
  return rows.map(({ record }) => record);
}

async function columns(name: string, ...names: string[]): Promise<Column[]> {
  const table: CatalogTable = await project.table(name);
  return table.definition.columns.filter((column) => names.includes(column.name));
}

const json = (records: readonly object[]) => sql`${JSON.stringify(records)}::jsonb`;

async function insert(name: string, records: readonly Record<string, Json>[], more: object = {}) {
  const given = await columns(name, ...new Set(records.flatMap((record) => Object.keys(record))));
  return write(name, {
    kind: "insert",
    source: { kind: "json", records: json(records), columns: given, missing: "default" },
    ...more,
  });
}

describe("inserting", () => {
  it("tells a key that is taken before a reference that leads nowhere, as Postgres does", async () => {
    const id = "22222222-2222-4222-8222-222222222222";
    await insert("sales", [{ id, code: "taken" }]);
    await expect(insert("sales", [{ code: "taken", item_sku: "nowhere" }])).rejects.toMatchObject({
      code: "23505",
      constraint: expect.stringMatching(/^project_data_u\d_key$/),
    });
    await expect(insert("sales", [{ id, item_sku: "nowhere" }])).rejects.toMatchObject({ code: "23505" });
    await expect(insert("sales", [{ code: "free", item_sku: "nowhere" }])).rejects.toMatchObject({
      code: "23503",
      constraint: "sales_item_sku_fkey",
      detail: 'Key (item_sku)=(nowhere) is not present in table "items".',
    });
    const passedOver = { onConflict: { action: "nothing" } };
    expect(await insert("sales", [{ code: "taken", item_sku: "nowhere" }], passedOver)).toEqual([]);
  });

  it("takes the same uuid as a key in two tables", async () => {
    const id = "11111111-1111-4111-8111-111111111111";
    await insert("items", [{ id, sku: "same-id" }]);
    expect(await insert("sales", [{ id, amount: 1 }])).toMatchObject([{ id, amount: 1 }]);
  });

  it("fills in null instead of the default where the source says so", async () => {
    const given = await columns("items", "sku", "label", "stock");
    const source = {
      kind: "json",
      records: json([{ sku: "bare" }]),
      columns: given,
      missing: "null",
    } as const;
    expect(await write("items", { kind: "insert", source })).toMatchObject([{ label: null, stock: null }]);
  });

  it("takes the rows of a query, with the default where a row asks for it", async () => {
    const written = await write("items", {
      kind: "insert",
      source: {
        kind: "query",
        select: sql`select * from (values ('q1', 'given', false, 1), ('q2', null, true, 2)) as v (sku, label, "$default.label", stock)`,
        columns: await columns("items", "sku", "label", "stock"),
        defaultFlags: new Set(["label"]),
      },
    });
    expect(written).toMatchObject([
      { sku: "q1", label: "given", stock: 1, $ordinal: 1, $inserted: true },
      { sku: "q2", label: "none", stock: 2, $ordinal: 2, $inserted: true },
    ]);
  });

  it("counts identity keys up in the order of the rows, and leaves explicit ones out of the count", async () => {
    const ids = (await insert("counters", [{ label: "a" }, { id: 7, label: "b" }, { label: "c" }])).map(
      ({ id }) => id,
    );
    expect(ids).toEqual([1, 7, 2]);
    expect(await insert("counters", [{ label: "d" }])).toMatchObject([{ id: 3 }]);
  });

  it("goes on behind the highest number when the next one is taken, in the table or in the same insert", async () => {
    await insert("counters", [{ id: 4, label: "taken" }]);
    expect(await insert("counters", [{ label: "e" }, { label: "f" }])).toMatchObject([{ id: 8 }, { id: 9 }]);
    expect(await insert("counters", [{ id: 10, label: "g" }, { label: "h" }])).toMatchObject([
      { id: 10 },
      { id: 11 },
    ]);
  });

  it("tells the failing row, as Postgres does", async () => {
    await expect(insert("items", [{ stock: 4, label: "x" }])).rejects.toMatchObject({
      code: "23502",
      table: "items",
      column: "sku",
      message: 'null value in column "sku" of relation "items" violates not-null constraint',
      detail: expect.stringMatching(/^Failing row contains \([0-9a-f-]{36}, null, x, 4, null, null, .*\)\.$/),
    });
  });
});

describe("inserting what is there already", () => {
  it("changes the given columns of the row with the same key, and tells which rows are new", async () => {
    await insert("items", [{ sku: "u1", label: "old", stock: 1 }]);
    const written = await insert(
      "items",
      [
        { sku: "u1", stock: 5 },
        { sku: "u2", stock: 6 },
      ],
      { onConflict: { action: "update", columns: ["sku"] } },
    );
    expect(written).toMatchObject([
      { sku: "u1", label: "old", stock: 5, $inserted: false },
      { sku: "u2", label: "none", stock: 6, $inserted: true },
    ]);
  });

  it("finds the row by a key over several columns and by the primary key", async () => {
    const [first] = await insert("items", [{ sku: "k1", shelf: "a", place: 1 }]);
    expect(
      await insert("items", [{ sku: "k2", shelf: "a", place: 1 }], {
        onConflict: { action: "update", columns: ["place", "shelf"] },
      }),
    ).toMatchObject([{ id: first?.id, sku: "k2", $inserted: false }]);
    expect(
      await insert("items", [{ id: first?.id ?? null, sku: "k3" }], {
        onConflict: { action: "update", columns: null },
      }),
    ).toMatchObject([{ id: first?.id, sku: "k3", shelf: "a", $inserted: false }]);
  });

  it("computes new values over the row that is there and the one that was to come", async () => {
    await insert("items", [{ sku: "sum", stock: 2, label: "here" }]);
    const [stock] = await columns("items", "stock");
    const onConflict = {
      action: "update",
      columns: ["sku"],
      // An unqualified name is the row's that is there.
      set: [{ column: stock, value: sql`items.stock + excluded.stock + length(label)` }],
      where: sql`excluded.stock > 0 and stock < 100`,
    };
    expect(await insert("items", [{ sku: "sum", stock: 3 }], { onConflict })).toMatchObject([{ stock: 9 }]);
    expect(await insert("items", [{ sku: "sum", stock: 0 }], { onConflict })).toEqual([]);
    // The slots say what the data says: the key still finds the row.
    expect(await insert("items", [{ sku: "sum", stock: 1 }], { onConflict })).toMatchObject([{ stock: 14 }]);
  });

  it("does nothing about the rows that are there, whatever key they have in common", async () => {
    await insert("items", [{ sku: "n1", shelf: "n", place: 1 }]);
    const written = await insert(
      "items",
      [{ sku: "n2", shelf: "n", place: 1 }, { sku: "n1" }, { sku: "n3" }],
      {
        onConflict: { action: "nothing", columns: null },
      },
    );
    expect(written.map(({ sku }) => sku)).toEqual(["n3"]);
  });

  it("refuses columns that are no key", async () => {
    await expect(
      insert("items", [{ sku: "x" }], { onConflict: { action: "update", columns: ["label"] } }),
    ).rejects.toMatchObject({ code: "42P10" });
  });

  it("is told in virtual names, with the key that is there", async () => {
    const [catalog, table] = [await project.catalog(), await project.table("items")];
    await insert("items", [{ sku: "dup", shelf: "d", place: 3 }]);
    const records = [{ sku: "new" }, { sku: "dup2", shelf: "d", place: 3 }];
    const error = await insert("items", records).catch((raised: unknown) => raised);
    expect(virtualError(catalog, table, error)).toEqual({
      code: "23505",
      message: 'duplicate key value violates unique constraint "items_shelf_place_key"',
      constraint: "items_shelf_place_key",
      columns: ["shelf", "place"],
    });
    const key = violatedKey(table, String((error as { constraint?: string }).constraint));
    if (key === null) throw new Error("no key");
    const { rows } = await db.database.query(
      project.scope,
      conflictProbe(catalog, table, key, { records: json(records), isForAll: false }),
    );
    expect(rows).toEqual([{ $place: 2, key: "d, 3" }]);
  });
});

describe("updating from a query", () => {
  it("stores what the query computed of each row, and brings the slots along", async () => {
    await insert("items", [
      { sku: "m1", stock: 1, shelf: "m" },
      { sku: "m2", stock: 2, shelf: "m" },
    ]);
    const [catalog, table] = [await project.catalog(), await project.table("items")];
    const source = sql`select items."$id", items.sku || '-new' as sku, items.stock * 10 as stock
      from (${writableRelation(catalog, table)}) as items where items.shelf = 'm' for no key update of items`;
    const written = await write("items", {
      kind: "update",
      source,
      set: await columns("items", "sku", "stock"),
    });
    expect(written.map(({ sku, stock }) => [sku, stock]).sort()).toEqual([
      ["m1-new", 10],
      ["m2-new", 20],
    ]);
    await expect(insert("items", [{ sku: "m1-new" }])).rejects.toMatchObject({ code: "23505" });
  });

  it("refuses to change a key that others refer to", async () => {
    await insert("items", [{ sku: "sold" }, { sku: "unsold" }]);
    await insert("sales", [{ item_sku: "sold", amount: 1 }]);
    const rename = async (sku: string) =>
      write("items", {
        kind: "patch",
        values: sql`${JSON.stringify({ sku: `${sku}-renamed` })}::jsonb`,
        set: await columns("items", "sku"),
        where: sql`d.u1 = ${literal(sku)}`,
      });
    await expect(rename("sold")).rejects.toMatchObject({
      code: "23503",
      constraint: "sales_item_sku_fkey",
      message:
        'update or delete on table "items" violates foreign key constraint "sales_item_sku_fkey" on table "sales"',
    });
    expect(await rename("unsold")).toMatchObject([{ sku: "unsold-renamed" }]);
  });
});

it("loses no update of two that come at once", async () => {
  await insert("items", [{ sku: "race", stock: 0 }]);
  const [catalog, table] = [await project.catalog(), await project.table("items")];
  const set = await columns("items", "stock");
  const increment = () =>
    write("items", {
      kind: "update",
      source: sql`select items."$id", items.stock + 1 as stock from (${writableRelation(catalog, table)}) as items where items.sku = 'race' for no key update of items`,
      set,
    });
  await Promise.all(Array.from({ length: 20 }, increment));
  expect(await increment()).toMatchObject([{ stock: 21 }]);
});
