import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { createTable, type EngineRecords, engineRecords } from "#tests/harness/engine-records.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(() => db.close());

/** A project with a table `things` of two texts. */
async function titled(): Promise<{ readonly fresh: EngineProject; readonly records: EngineRecords }> {
  const fresh = await engineProject(db);
  await fresh.apply([
    createTable("things", [
      { name: "title", type: "text" },
      { name: "size", type: "text" },
    ]),
  ]);
  return { fresh, records: engineRecords(db, fresh) };
}

async function expectSlotsToMatchData(fresh: EngineProject): Promise<void> {
  const client = new pg.Client(db.owner);
  await client.connect();
  const { rows } = await client.query("select * from rowhouse.project_data where project_id = $1", [
    fresh.scope.projectId,
  ]);
  await client.end();
  const catalog = await fresh.catalog();
  for (const table of catalog.tables) {
    const storages = Object.values(table.storage.columns);
    const used = new Set(storages.flatMap(({ index, unique, reference }) => [index, unique, reference]));
    // What a column has given up is known, and emptied with the trash.
    const left = [...(table.storage.stale ?? []), ...(table.storage.pointing ?? [])];
    for (const slot of left) used.add(slot);
    for (const row of rows.filter((candidate) => candidate.table_id === table.id)) {
      for (const { key, index, unique, reference } of storages) {
        for (const slot of [index, unique, reference]) {
          if (slot !== undefined) expect(String(row[slot])).toBe(String(row.data[key] ?? null));
        }
      }
      for (const slot of ["t1", "i1", "u1", "r1"] as const) if (!used.has(slot)) expect(row[slot]).toBeNull();
    }
  }
}

describe("changing a definition that holds rows", () => {
  it("keeps values through renames, and gives a new column of the old name none of them", async () => {
    const { fresh, records } = await titled();
    await fresh.insert("things", [{ title: "kept" }]);
    await fresh.apply([
      { kind: "rename_column", table: "things", column: "title", to: "label" },
      { kind: "rename_table", table: "things", to: "items" },
      { kind: "add_column", table: "items", column: { name: "title", type: "text" } },
    ]);
    expect((await records.list("items")).records[0]).toMatchObject({ label: "kept", title: null });
  });

  it("does not bring back the values of a dropped column", async () => {
    const { fresh, records } = await titled();
    await fresh.insert("things", [{ title: "gone" }]);
    await fresh.apply([
      { kind: "drop_column", table: "things", column: "title" },
      { kind: "add_column", table: "things", column: { name: "title", type: "text" } },
    ]);
    expect((await records.list("things")).records[0]?.title).toBeNull();
  });

  it("converts values, fills defaults and slots", async () => {
    const { fresh, records } = await titled();
    await fresh.insert("things", [
      { title: "a", size: "3" },
      { title: "b", size: "12" },
    ]);
    await fresh.apply([
      { kind: "alter_column", table: "things", column: "size", set: { type: "integer", indexed: true } },
      { kind: "alter_column", table: "things", column: "title", set: { unique: true } },
      {
        kind: "add_column",
        table: "things",
        column: { name: "done", type: "boolean", default: false, required: true },
      },
    ]);
    const { records: found } = await records.list("things", {
      filters: { and: [{ column: "size", op: "gt", value: 5 }] },
    });
    expect(found).toMatchObject([{ title: "b", size: 12, done: false }]);
    await expect(fresh.insert("things", [{ title: "a" }])).rejects.toMatchObject({ code: "23505" });
    await expectSlotsToMatchData(fresh);
  });

  it("makes references out of values, and forgets them when the target table goes", async () => {
    const { fresh, records } = await titled();
    await fresh.apply([createTable("owners", [{ name: "name", type: "text" }])]);
    const [owner] = await fresh.insert("owners", [{ name: "o" }]);
    await fresh.apply([{ kind: "add_column", table: "things", column: { name: "owner_id", type: "uuid" } }]);
    await fresh.insert("things", [{ title: "a", owner_id: owner?.id ?? null }]);
    await fresh.apply([
      {
        kind: "alter_column",
        table: "things",
        column: "owner_id",
        set: { references: { table: "owners", column: "id", on_delete: "cascade" } },
      },
    ]);
    await fresh.apply([{ kind: "drop_table", table: "owners", cascade: true }]);
    expect((await records.list("things")).records).toMatchObject([{ owner_id: owner?.id }]);
    await expectSlotsToMatchData(fresh);
  });
});
