import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { deleteRecord } from "#lib/operations/records/delete-record.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { wrongSlots } from "#tests/harness/stored-slots.ts";
import { type BusyDatabase, busyDatabase } from "./busy-database.ts";

// What was dropped comes back to a table with many rows while eight write to it without pause.

let busy: BusyDatabase;

beforeAll(async () => {
  busy = await busyDatabase();
}, 60_000);
afterEach(() => busy.endAll());
afterAll(() => busy.close());

describe("a column that comes back while eight write", () => {
  /** A table whose column was something and is dropped. */
  async function dropped(column: "code" | "parent", set: object): Promise<[string, readonly string[]]> {
    const [name, ids] = await busy.filled();
    expect(await busy.endOf(busy.apply({ kind: "alter_column", table: name, column, set }))).toBe("done");
    await busy.apply({ kind: "drop_column", table: name, column });
    return [name, ids];
  }
  const restored = (table: string, column: string): Change => ({ kind: "restore_column", table, column });

  it("is unique again, beside rows that were made without it", async () => {
    const [name, ids] = await dropped("code", { unique: true });
    await busy.insert(name, { n: 0 });
    const letGo = await busy.heldUp(ids);
    const writing = busy.startWriting(name, ids, "code");
    const change = busy.apply(restored(name, "code"));
    change.catch(() => undefined);
    await busy.begunJob();
    await letGo();
    expect(await busy.endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused).toEqual([]);
    expect(await wrongSlots(busy.scope, name)).toBe(0);
    expect(await busy.count(name, "u1 is null")).toBe(await busy.count(name, "data ->> 'code' is null"));
    await expect(busy.insert(name, { code: "c7" })).rejects.toMatchObject({ code: "23505" });
  });

  it("points again, and holds what it points at from its first batch on", async () => {
    const [name, ids] = await dropped("parent", { references: { table: "parents", column: "code" } });
    const letGo = await busy.heldUp(ids);
    const writing = busy.startWriting(name, ids, "parent");
    const change = busy.apply(restored(name, "parent"));
    change.catch(() => undefined);
    await busy.begunJob();
    const { rows } = await busy.owner.query<{ id: string }>(
      "select id from rowhouse.project_data where table_id = $1 and data ->> 'code' = 'p3'",
      [await busy.tableId("parents")],
    );
    const gone = deleteRecord(busy.actor, busy.databaseId, {
      tableName: "parents",
      recordId: rows[0]?.id ?? "",
    });
    gone.catch(() => undefined);
    await letGo();
    await expect(gone).rejects.toMatchObject({ code: expect.stringMatching(/^(RH203|23503)$/) });
    expect(await busy.endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused).toEqual([]);
    expect(await wrongSlots(busy.scope, name)).toBe(0);
    expect(await busy.dangling(name)).toBe(0);
  });

  it("is required of every row that is made meanwhile, and refused beside rows that were made before", async () => {
    const [name, ids] = await dropped("code", { required: true, indexed: true });
    const letGo = await busy.heldUp(ids);
    const change = busy.apply(restored(name, "code"));
    change.catch(() => undefined);
    await busy.begunJob();
    const writing = busy.startWriting(name, ids, "code");
    await eventually(() => expect(writing.state.refused.length).toBeGreaterThan(0), { timeoutMs: 30_000 });
    await letGo();
    expect(await busy.endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused.filter((told) => !/^(23502|RH300|422) /.test(told))).toEqual([]);
    expect(await wrongSlots(busy.scope, name)).toBe(0);
    expect(await busy.count(name, "data ->> 'code' is null")).toBe(0);
    await busy.apply({ kind: "drop_column", table: name, column: "code" });
    await busy.insert(name, { n: 0 });
    await expect(busy.apply(restored(name, "code"))).rejects.toMatchObject({
      code: "RH205",
      details: [{ message: expect.stringContaining("1 row "), rows: [{ value: null }] }],
    });
  });
});

describe("a table that comes back while others write what it points at", () => {
  it("points at rows that are there, or is told those that are gone", async () => {
    const [name] = await busy.filled();
    for (const code of ["q1", "q2"]) {
      await busy.insert("parents", { code });
      await busy.insert(name, { n: 0, parent: code });
    }
    const set = { references: { table: "parents", column: "code" } };
    const reference: Change = { kind: "alter_column", table: name, column: "parent", set };
    expect(await busy.endOf(busy.apply(reference))).toBe("done");
    await busy.apply({ kind: "drop_table", table: name });
    const parents = await busy.owner.query<{ id: string }>(
      "select id from rowhouse.project_data where table_id = $1 and data ->> 'code' in ('q1', 'q2')",
      [await busy.tableId("parents")],
    );
    const restore = busy.apply({ kind: "restore_table", table: name }).then(
      () => "restored",
      (error: { code?: unknown }) => String(error.code),
    );
    const deletions = parents.rows.map(({ id }) =>
      deleteRecord(busy.actor, busy.databaseId, { tableName: "parents", recordId: id }).then(
        () => "deleted",
        (error: { code?: unknown }) => String(error.code),
      ),
    );
    const [came, ...gone] = await Promise.all([restore, ...deletions]);
    // Whoever is first decides.
    if (came === "restored") {
      expect(gone).toEqual(["RH203", "RH203"]);
      expect(await wrongSlots(busy.scope, name)).toBe(0);
      expect(await busy.dangling(name)).toBe(0);
    } else {
      expect(came).toBe("RH205");
      expect(gone).toContain("deleted");
    }
  });
});
