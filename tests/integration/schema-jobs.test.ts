import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change, Json } from "#lib/catalog/types.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { deleteRecord } from "#lib/operations/records/delete-record.ts";
import { queryRecords } from "#lib/operations/records/query-records.ts";
import { updateRecord } from "#lib/operations/records/update-record.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { cancelJob } from "#lib/operations/schema/cancel-job.ts";
import { emptyTrash } from "#lib/operations/schema/empty-trash.ts";
import { getJob } from "#lib/operations/schema/get-job.ts";
import { listJobs } from "#lib/operations/schema/list-jobs.ts";
import { listTables } from "#lib/operations/schema/list-tables.ts";
import { listTrash } from "#lib/operations/schema/list-trash.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

let harness: AccountsHarness;
let owner: pg.Client;
let actor: Actor;
let databaseId: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  Object.assign(runtime(), { sqlParser: createParserPool() });
  owner = new pg.Client(harness.owner);
  await owner.connect();
  actor = await newActor("jobs@example.org");
  const project = await createProject(actor, { name: "Jobs" });
  databaseId = (await createDatabase(actor, project.id)).database.id;
}, 60_000);

afterAll(async () => {
  await runtime().sqlParser.close();
  await owner.end();
  await harness.close();
});

const apply = (...changes: Change[]) => applySchema(actor, databaseId, { changes });
const alter = (table: string, column: string, set: object): Change => ({
  kind: "alter_column",
  table,
  column,
  set,
});
const rows = async (tableName: string, more: object = {}): Promise<Record<string, Json>[]> =>
  JSON.parse((await queryRecords(actor, databaseId, { tableName, ...more })).json).records;
const insert = async (tableName: string, data: object): Promise<Record<string, Json>> =>
  JSON.parse((await createRecords(actor, databaseId, { tableName, data })).json).record;

/** A table of many rows: `n` counts, `code` and `size` are texts of it. */
async function filled(name: string, count: number): Promise<string> {
  const columns = [
    { name: "n", type: "integer" },
    { name: "code", type: "text" },
    { name: "size", type: "text" },
  ] as const;
  await apply({ kind: "create_table", table: { name, columns } });
  const { rows: found } = await owner.query(
    `insert into rowhouse.project_data (project_id, table_id, id, data)
     select project_id, id, app.uuid_v7(n), jsonb_build_object('n', n, 'code', 'c' || n, 'size', (n % 100)::text)
       from rowhouse.project_tables, generate_series(1, $2::int) as n where table_name = $1 and dropped_at is null
     returning table_id`,
    [name, count],
  );
  return found[0].table_id;
}

/** Slots and JSON of a table's rows, as they are stored. */
async function stored(tableId: string, columns: string): Promise<Record<string, string>> {
  const { rows } = await owner.query(`select ${columns} from rowhouse.project_data where table_id = $1`, [
    tableId,
  ]);
  return rows[0];
}

/** Takes a job away from whoever works on it, as if that server had died, once it has come so far. */
async function kill(done = 1): Promise<string> {
  return eventually(
    async () => {
      const { rows } = await owner.query(
        `update rowhouse.schema_jobs set worker = $1, lease_until = now() - interval '1 second'
          where status = 'running' and rows_done >= $2 returning id`,
        [randomUUID(), done],
      );
      expect(rows).toHaveLength(1);
      return rows[0].id;
    },
    { intervalMs: 5 },
  );
}

describe("a change of a table with many rows", () => {
  it("makes columns indexed, unique, required and of another type while rows are written", async () => {
    const tableId = await filled("goods", 12_000);
    const first = (await rows("goods", { filters: { n: 1 } }))[0];
    const last = (await rows("goods", { filters: { n: 12_000 } }))[0];
    let isOver = false;
    let writes = 0;
    const change = apply(
      alter("goods", "code", { unique: true, required: true }),
      alter("goods", "n", { indexed: true }),
      alter("goods", "size", { type: "integer", indexed: true }),
      { kind: "add_column", table: "goods", column: { name: "state", type: "text", default: "new" } },
    ).finally(() => {
      isOver = true;
    });
    const write = async () => {
      for (; !isOver; writes += 1) {
        await insert("goods", { n: 20_000 + writes, code: `w${writes}`, size: "7" });
        const id = String((writes % 2 === 0 ? first : last)?.id);
        await updateRecord(actor, databaseId, {
          tableName: "goods",
          recordId: id,
          data: { size: isOver ? writes % 50 : String(writes % 50) },
        }).catch((error: unknown) => {
          // The type changed between the two lines.
          if (!isOver) throw error;
        });
      }
    };
    const [applied] = await Promise.all([change, write()]);
    expect(applied).not.toHaveProperty("job");
    // What was written by then is counted, too.
    const found = { rows: expect.toSatisfy((rows: number) => rows >= 12_000 && rows < 13_000) };
    expect(applied.impact).toMatchObject([found, found, found, {}]);
    expect(writes).toBeGreaterThan(2);
    const { items } = await listTables(actor, databaseId, { limit: 10, offset: 0 });
    const columns = items.find(({ table_name }) => table_name === "goods")?.schema.columns;
    expect(columns).toMatchObject([
      { name: "id" },
      { name: "n", indexed: true },
      { name: "code", unique: true, required: true },
      { name: "size", type: "integer", indexed: true },
      { name: "state" },
      {},
      {},
    ]);
    expect(await rows("goods", { filters: { code: "c500" } })).toMatchObject([
      { n: 500, size: 0, state: "new" },
    ]);
    const { records } = await stored(
      tableId,
      `count(*) filter (where u1 is distinct from data ->> 'code' or n1 is distinct from (data ->> 'n')::int
         or (n2 is null)) as records`,
    ).then(({ records }) => ({ records: Number(records) }));
    expect(records).toBe(0);
    await expect(insert("goods", { code: "c77" })).rejects.toMatchObject({ code: "23505" });
    await expect(insert("goods", { n: 1 })).rejects.toMatchObject({ code: "RH300" });
  });

  it("draws the default of a new key once for each row, also of rows written meanwhile", async () => {
    const tableId = await filled("tickets", 12_000);
    let isOver = false;
    let writes = 0;
    const change = apply({
      kind: "add_column",
      table: "tickets",
      column: { name: "token", type: "uuid", unique: true, default: "gen_random_uuid()" },
    }).finally(() => {
      isOver = true;
    });
    const write = async () => {
      for (; !isOver; writes += 1) await insert("tickets", { n: 20_000 + writes });
    };
    await Promise.all([change, write()]);
    const { rows: keys } = await owner.query<{ key: string; slot: string }>(
      `select columns.value ->> 'key' as key, columns.value ->> 'unique' as slot
         from rowhouse.project_tables, jsonb_each(storage_json -> 'columns') as columns
        where id = $1 and columns.key = 'token'`,
      [tableId],
    );
    const [{ key, slot } = { key: "", slot: "" }] = keys;
    const found = await stored(
      tableId,
      `count(*)::int as rows, count(*) filter (where ${slot} is distinct from data ->> '${key}')::int as others`,
    );
    expect(found).toEqual({ rows: 12_000 + writes, others: 0 });
  });

  it("is refused with what does not fit, and changes nothing", async () => {
    const tableId = await filled("misfits", 11_000);
    await owner.query(
      `update rowhouse.project_data set data = (data || '{"code": "twice", "size": "many"}'::jsonb) - 'n'
        where table_id = $1 and (data ->> 'n')::int <= 3`,
      [tableId],
    );
    await expect(
      apply(
        alter("misfits", "code", { unique: true }),
        alter("misfits", "size", { type: "integer" }),
        alter("misfits", "n", { required: true }),
      ),
    ).rejects.toMatchObject({
      code: "RH205",
      details: [
        { path: "/changes/2", message: expect.stringContaining("3 rows") },
        { path: "/changes/0", message: expect.stringContaining("3 rows") },
        { path: "/changes/1", message: expect.stringContaining("3 rows") },
      ],
    });
    expect(await stored(tableId, "count(u1) as filled")).toEqual({ filled: "0" });
  });

  it("is refused with the rows that an expression of it fails on", async () => {
    const tableId = await filled("failing", 11_000);
    const { rows: bad } = await owner.query<{ key: string }>(
      `update rowhouse.project_data set data = data || '{"size": "many"}'::jsonb
        where table_id = $1 and (data ->> 'n')::int in (5, 6000, 10999) returning id as key`,
      [tableId],
    );
    const generated = { name: "half", type: "integer", generated: "size::int / 2" } as const;
    const check = { kind: "check", expression: "size::int >= 0" } as const;
    for (const change of [
      { kind: "add_column", table: "failing", column: generated },
      { kind: "add_constraint", table: "failing", constraint: check },
    ] satisfies Change[]) {
      const refused = await apply(change).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "22P02", details: [{ path: "/changes/0" }] });
      const { details } = refused as { details: [{ rows: { key: string }[] }] };
      expect(details[0].rows.map(({ key }) => key).toSorted()).toEqual(bad.map(({ key }) => key).toSorted());
    }
  });

  it("goes on after a crash where it was, and is claimed by one server only", async () => {
    await filled("crashed", 30_000);
    const change = apply(alter("crashed", "code", { unique: true }));
    const id = await kill();
    const applied = await change;
    expect(applied.job).toMatchObject({ id, kind: "change", status: "running", rows: { total: 30_000 } });
    expect(Number(applied.job?.rows.done)).toBeGreaterThan(0);
    await expect(apply(alter("crashed", "n", { indexed: true }))).rejects.toMatchObject({
      code: "RH208",
      details: { job: id },
    });
    // Readers see nothing of it, writers keep to it.
    await expect(insert("crashed", { code: "c1" })).rejects.toMatchObject({ code: "23505" });
    const claims = await Promise.all([workOnDueJob(), workOnDueJob(), workOnDueJob()]);
    expect(claims.filter(Boolean)).toHaveLength(1);
    const { job } = await getJob(actor, databaseId, id);
    expect(job).toMatchObject({ status: "done", rows: { done: 30_000, total: 30_000 } });
    expect(await rows("crashed", { filters: { code: "c29999" } })).toMatchObject([{ n: 29_999 }]);
    expect((await listJobs(actor, databaseId, { limit: 1, offset: 0 })).items).toMatchObject([{ id }]);
  });

  it("leaves the table as it was when it is cancelled", async () => {
    const tableId = await filled("cancelled", 30_000);
    const before = (await listTables(actor, databaseId, { limit: 50, offset: 0 })).items.at(-1);
    const change = apply(alter("cancelled", "size", { type: "integer", indexed: true }));
    const id = await kill();
    await change;
    await insert("cancelled", { n: 1, size: "5" });
    expect((await cancelJob(actor, databaseId, id)).job.status).toBe("cancelling");
    await workOnDueJob();
    expect((await getJob(actor, databaseId, id)).job.status).toBe("cancelled");
    await expect(cancelJob(actor, databaseId, id)).rejects.toMatchObject({ status: 409 });
    const after = (await listTables(actor, databaseId, { limit: 50, offset: 0 })).items.at(-1);
    expect(after).toEqual(before);
    await insert("cancelled", { n: 2, size: "any text" });
    expect(await rows("cancelled", { filters: { size: "any text" } })).toMatchObject([{ n: 2 }]);
    // What it had written is cleaned up by the next.
    expect(await workOnDueJob()).toBe(true);
    expect(
      await stored(tableId, "count(n1) as slots, count(*) filter (where data ? 'size_2') as keys"),
    ).toEqual({
      slots: "0",
      keys: "0",
    });
  });

  it("leaves what was dropped before restorable when it is cancelled", async () => {
    const table = await filled("spared", 11_000);
    await apply({ kind: "drop_column", table: "spared", column: "size" });
    const before = await stored(table, "count(*) filter (where data ? 'size')::text as kept");
    const change = apply(alter("spared", "n", { indexed: true, unique: true }));
    const id = await kill();
    await change;
    await cancelJob(actor, databaseId, id);
    while (await workOnDueJob());
    expect(await stored(table, "count(*) filter (where data ? 'size')::text as kept")).toEqual(before);
    await apply({ kind: "restore_column", table: "spared", column: "size" });
    expect(await rows("spared", { filters: { n: 7 } })).toMatchObject([{ size: "7" }]);
  });

  it("brings back a column of many rows while rows are written", async () => {
    await filled("again", 11_000);
    await apply(alter("again", "code", { indexed: true }));
    await apply({ kind: "drop_column", table: "again", column: "code" });
    let isOver = false;
    const change = apply({ kind: "restore_column", table: "again", column: "code" }).finally(() => {
      isOver = true;
    });
    let count = 0;
    for (; !isOver; count += 1) {
      await insert("again", { n: 20_000 + count });
      const [row] = await rows("again", { filters: { n: 10_000 - count }, limit: 1 });
      await updateRecord(actor, databaseId, {
        tableName: "again",
        recordId: String(row?.id),
        data: { size: "changed" },
      });
    }
    await change;
    expect(count).toBeGreaterThan(0);
    expect(await rows("again", { filters: { code: "c10000" } })).toMatchObject([
      { n: 10_000, size: "changed" },
    ]);
    expect(await rows("again", { filters: { n: 20_000 } })).toMatchObject([{ code: null }]);
  });

  it("makes references, which then hold", async () => {
    await filled("parents", 3);
    const parents = await rows("parents");
    const tableId = await filled("children", 11_000);
    await apply({ kind: "add_column", table: "children", column: { name: "parent_id", type: "uuid" } });
    await owner.query(
      "update rowhouse.project_data set data = data || jsonb_build_object('parent_id', $2::text) where table_id = $1",
      [tableId, parents[0]?.id],
    );
    const references = { table: "parents", column: "id" };
    await apply(alter("children", "parent_id", { references }));
    const remove = (index: number) =>
      deleteRecord(actor, databaseId, { tableName: "parents", recordId: String(parents[index]?.id) });
    await expect(remove(0)).rejects.toMatchObject({ status: 409 });
    await remove(1);
    await apply(alter("children", "parent_id", { references: null }));
    await remove(0);
  });
});

describe("the trash", () => {
  it("lists what can be restored, and is emptied for good", async () => {
    const tableId = await filled("gone", 5_000);
    const kept = await filled("kept", 2_500);
    await apply(
      { kind: "drop_table", table: "gone" },
      { kind: "drop_column", table: "kept", column: "code" },
    );
    expect(await listTrash(actor, databaseId)).toMatchObject({
      tables: [{ id: tableId, table_name: "gone" }],
      columns: expect.arrayContaining([
        expect.objectContaining({ table_name: "kept", column: expect.objectContaining({ name: "code" }) }),
      ]),
    });
    expect(await emptyTrash(actor, databaseId, tableId)).toEqual({ purging: 1 });
    await eventually(async () => {
      // As every server does: what has failed once is taken up again.
      await workOnDueJob();
      const { rows } = await owner.query("select from rowhouse.project_tables where id = $1", [tableId]);
      expect(rows).toHaveLength(0);
    });
    expect(await stored(tableId, "count(*) as records")).toEqual({ records: "0" });
    await emptyTrash(actor, databaseId, kept);
    await eventually(async () => {
      await workOnDueJob();
      expect(await stored(kept, "count(*) filter (where data ? 'code') as records")).toEqual({
        records: "0",
      });
    });
    await eventually(async () => {
      const { columns } = await listTrash(actor, databaseId);
      expect(columns.filter(({ table_name }) => table_name === "kept")).toEqual([]);
    });
    await expect(apply({ kind: "restore_table", table: "gone" })).rejects.toMatchObject({ code: "RH200" });
    await expect(apply({ kind: "restore_column", table: "kept", column: "code" })).rejects.toMatchObject({
      code: "RH200",
    });
  });

  it("is emptied by itself after a while, but not of what was restored", async () => {
    const tableId = await filled("back", 10);
    await apply({ kind: "drop_table", table: "back" });
    await apply({ kind: "restore_table", table: "back" });
    await owner.query("update rowhouse.schema_jobs set run_at = now() where table_id = $1", [tableId]);
    while (await workOnDueJob()) await sleep(1);
    expect(await rows("back")).toHaveLength(10);
  });
});
