import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Change, Column } from "#lib/catalog/types.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { authorize } from "#lib/operations/authorize.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { deleteRecord } from "#lib/operations/records/delete-record.ts";
import { updateRecord } from "#lib/operations/records/update-record.ts";
import type { AppliedSchema } from "#lib/operations/schema/applied-schema.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { cancelJob } from "#lib/operations/schema/cancel-job.ts";
import { getJob } from "#lib/operations/schema/get-job.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { wrongSlots } from "#tests/harness/stored-slots.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

// Definitions of a table with many rows are changed while eight write to it without pause.

const writersMax = 8;
const rowsMax = 4_500;

let harness: AccountsHarness;
let owner: pg.Client;
let actor: Actor;
let databaseId: string;
let scope: TenantScope;

beforeAll(async () => {
  harness = await accountsRuntime();
  Object.assign(runtime().config, { largeTableRows: 1_000 });
  owner = new pg.Client(harness.owner);
  await owner.connect();
  actor = await newActor("writers@example.org");
  const project = await createProject(actor, { name: "Writers" });
  databaseId = (await createDatabase(actor, project.id)).database.id;
  scope = await authorize(actor, databaseId, "owner");
  await apply({
    kind: "create_table",
    table: { name: "parents", columns: [{ name: "code", type: "text", unique: true }] },
  });
  const records = Array.from({ length: 20 }, (_, n) => ({ code: `p${n}` }));
  await createRecords(actor, databaseId, { tableName: "parents", records });
}, 60_000);

afterAll(async () => {
  await runtime().sqlParser.close();
  await owner.end();
  await harness.close();
});

const apply = (...changes: Change[]) => applySchema(actor, databaseId, { changes });
const tableId = async (name: string): Promise<string> =>
  (await owner.query("select id from rowhouse.project_tables where table_name = $1", [name])).rows[0]?.id;

/** How many rows of a table meet a condition over `data`. */
async function count(name: string, condition: string): Promise<number> {
  const { rows } = await owner.query(
    `select count(*)::int as n from rowhouse.project_data where table_id = $1 and ${condition}`,
    [await tableId(name)],
  );
  return rows[0].n;
}

const columns: readonly Column[] = [
  { name: "n", type: "integer" },
  { name: "code", type: "text" },
  { name: "size", type: "text" },
  { name: "parent", type: "text" },
];

/** A table whose rows fit every change that is made here. */
async function filled(name: string): Promise<readonly string[]> {
  await apply({ kind: "create_table", table: { name, columns } });
  const { rows } = await owner.query<{ id: string }>(
    `insert into rowhouse.project_data (project_id, table_id, id, data)
     select project_id, id, app.uuid_v7(n),
            jsonb_build_object('n', n, 'code', 'c' || n, 'size', (n % 100)::text, 'parent', 'p' || n % 20)
       from rowhouse.project_tables, generate_series(1, $2::int) as n where table_name = $1 and dropped_at is null
     returning id`,
    [name, rowsMax],
  );
  return rows.map(({ id }) => id);
}

interface OnlineChange {
  readonly set: object;
  readonly column: string;
  /** Values that do not fit any more. */
  readonly bad: object;
  readonly refusal: RegExp;
  /** A condition that no row meets afterwards. */
  readonly broken: string;
}

const onlineChanges: { readonly [what: string]: OnlineChange } = {
  required: {
    column: "code",
    // With an index, so that there is more to do than to look.
    set: { required: true, indexed: true },
    bad: { code: null },
    refusal: /^(23502|RH300)$/,
    broken: "data ->> 'code' is null",
  },
  unique: {
    column: "code",
    set: { unique: true },
    bad: { code: "c7" },
    refusal: /^23505$/,
    broken:
      "data ->> 'code' = 'c7' and id <> (select min(id::text)::uuid from rowhouse.project_data d2 where d2.table_id = project_data.table_id and d2.data ->> 'code' = 'c7')",
  },
  indexed: { column: "n", set: { indexed: true }, bad: {}, refusal: /^$/, broken: "n1 is null" },
  reference: {
    column: "parent",
    set: { references: { table: "parents", column: "code" } },
    bad: { parent: "nowhere" },
    refusal: /^23503$/,
    broken: "r1 is null",
  },
  "another type": {
    column: "size",
    set: { type: "integer", indexed: true },
    bad: { size: "many" },
    refusal: /^(22P02|RH300)$/,
    broken: "n1 is null",
  },
};

const ends: (() => Promise<unknown>)[] = [];

// What goes on would go on beside the next test, should this one have failed.
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Eight who insert, change and delete rows until they are told to stop. */
function startWriting(name: string, ids: readonly string[], without?: "code" | "parent") {
  const state = { isOver: false, writes: 0, refused: [] as string[] };
  let next = rowsMax;
  const good = () => {
    next += 1;
    const { [without ?? "none"]: _, ...row }: Record<string, unknown> = {
      n: next,
      code: `c${next}`,
      size: String(next % 100),
      parent: `p${next % 20}`,
    };
    return row;
  };
  const step = async (writer: number, own: string[]): Promise<void> => {
    const turn = state.writes % 4;
    // Not the last, which holds the job up.
    const id = ids[(state.writes * 97) % (ids.length - 1)] ?? "";
    if (turn === 0)
      await updateRecord(actor, databaseId, { tableName: name, recordId: id, data: { n: writer } });
    else if (turn === 1 && own.length > 3)
      await deleteRecord(actor, databaseId, { tableName: name, recordId: own.shift() ?? "" });
    else {
      const { json } = await insert(name, good());
      own.push(JSON.parse(json).record.id);
    }
  };
  const write = async (writer: number) => {
    const own: string[] = [];
    while (!state.isOver) {
      await step(writer, own).catch((error: unknown) => {
        state.refused.push(`${(error as { code?: unknown }).code} ${(error as Error).message}`);
      });
      state.writes += 1;
    }
  };
  const work = Array.from({ length: writersMax }, (_, writer) => write(writer));
  const stop = async () => {
    state.isOver = true;
    await Promise.all(work);
  };
  ends.push(stop);
  return { state, stop };
}

const insert = (tableName: string, data: object) => createRecords(actor, databaseId, { tableName, data });

/** Holds the job up in its last batch. @returns what lets it go on. */
async function heldUp(ids: readonly string[]): Promise<() => Promise<void>> {
  const client = new pg.Client(harness.owner);
  await client.connect();
  await client.query("begin");
  await client.query("select from rowhouse.project_data where id = $1 for update", [ids.at(-1)]);
  const state = { isHeld: true };
  const letGo = async () => {
    if (!state.isHeld) return;
    state.isHeld = false;
    await client.query("commit");
    await client.end();
  };
  ends.unshift(letGo);
  return letGo;
}

/** The job of a change, once it has brought its first batch along. */
function begunJob(): Promise<string> {
  return vi.waitFor(
    async () => {
      const { rows } = await owner.query(
        "select id from rowhouse.schema_jobs where kind = 'change' and status = 'running' and rows_done > 0",
      );
      expect(rows).toHaveLength(1);
      return rows[0].id;
    },
    { timeout: 20_000, interval: 10 },
  );
}

/** What a change that is over has come to. */
async function endOf(change: Promise<AppliedSchema>): Promise<string> {
  const { job } = await change;
  if (job === undefined) return "done";
  return vi.waitFor(
    async () => {
      const { status } = (await getJob(actor, databaseId, job.id)).job;
      expect(["done", "failed", "cancelled"]).toContain(status);
      return status;
    },
    { timeout: 20_000, interval: 20 },
  );
}

let tables = 0;
const newName = () => {
  tables += 1;
  return `t${tables}`;
};

describe.each(Object.entries(onlineChanges))("a column that is made %s while eight write", (_, online) => {
  const changed = (name: string): Change => ({
    kind: "alter_column",
    table: name,
    column: online.column,
    set: online.set,
  });
  const isRefusing = Object.keys(online.bad).length > 0;

  it("holds in all rows, those that come meanwhile too, and refuses those that do not fit as soon as it has begun", async () => {
    const name = newName();
    const ids = await filled(name);
    const letGo = await heldUp(ids);
    const writing = startWriting(name, ids);
    const change = apply(changed(name));
    change.catch(() => undefined);
    await begunJob();
    if (isRefusing)
      await expect(insert(name, { ...goodRow, ...online.bad })).rejects.toMatchObject({
        code: expect.stringMatching(online.refusal),
      });
    await letGo();
    expect(await endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused.filter((told) => !isLateText(told))).toEqual([]);
    expect(writing.state.writes).toBeGreaterThan(writersMax);
    expect(await wrongSlots(scope, name)).toBe(0);
    expect(await count(name, online.broken)).toBe(0);
    if (isRefusing) await expect(insert(name, { ...goodRow, ...online.bad })).rejects.toThrow();
  });

  it("is as it was when that is cancelled in the middle", async () => {
    const name = newName();
    const ids = await filled(name);
    const letGo = await heldUp(ids);
    const writing = startWriting(name, ids);
    const change = apply(changed(name));
    change.catch(() => undefined);
    await cancelJob(actor, databaseId, await begunJob());
    await letGo();
    expect(await endOf(change)).toBe("cancelled");
    while (await workOnDueJob());
    await writing.stop();
    expect(writing.state.refused).toEqual([]);
    expect(await wrongSlots(scope, name)).toBe(0);
    // Nothing of what was to be is left in any row.
    const keys = columns.map(({ name: column }) => `'${column}'`).join(", ");
    expect(await count(name, `data - array[${keys}] <> '{}'`)).toBe(0);
    expect(await count(name, "num_nonnulls(t1, u1, n1, r1, rt1) > 0")).toBe(0);
    await insert(name, { ...goodRow, ...online.bad });
  });

  it("is taken on by another server where the first has died", async () => {
    const name = newName();
    const ids = await filled(name);
    const letGo = await heldUp(ids);
    const writing = startWriting(name, ids);
    const change = apply(changed(name));
    change.catch(() => undefined);
    const job = await begunJob();
    await owner.query(
      "update rowhouse.schema_jobs set worker = $1, lease_until = now() - interval '1 second' where id = $2",
      [randomUUID(), job],
    );
    await letGo();
    await change;
    while ((await getJob(actor, databaseId, job)).job.status === "running") {
      if (!(await workOnDueJob())) await sleep(20);
    }
    await writing.stop();
    expect(writing.state.refused.filter((told) => !isLateText(told))).toEqual([]);
    expect((await getJob(actor, databaseId, job)).job.status).toBe("done");
    expect(await wrongSlots(scope, name)).toBe(0);
    expect(await count(name, online.broken)).toBe(0);
  });
});

const goodRow = { n: 0, code: "a new one", size: "5", parent: "p1" };

/** A text for a column that has just become a number: whoever writes learns of it by that. */
const isLateText = (told: string) => told.startsWith("RH300 ") && /whole number|integer/i.test(told);

/** How many rows name a parent that is not there. */
async function dangling(name: string): Promise<number> {
  const parent = `select from rowhouse.project_data as p where p.table_id = '${await tableId("parents")}' and p.data ->> 'code' = project_data.data ->> 'parent'`;
  return count(name, `data ->> 'parent' is not null and not exists (${parent})`);
}

describe("a column that comes back while eight write", () => {
  /** A table whose column was something and is dropped. */
  async function dropped(column: "code" | "parent", set: object): Promise<[string, readonly string[]]> {
    const name = newName();
    const ids = await filled(name);
    expect(await endOf(apply({ kind: "alter_column", table: name, column, set }))).toBe("done");
    await apply({ kind: "drop_column", table: name, column });
    return [name, ids];
  }
  const restored = (table: string, column: string): Change => ({ kind: "restore_column", table, column });

  it("is unique again, beside rows that were made without it", async () => {
    const [name, ids] = await dropped("code", { unique: true });
    await insert(name, { n: 0 });
    const letGo = await heldUp(ids);
    const writing = startWriting(name, ids, "code");
    const change = apply(restored(name, "code"));
    change.catch(() => undefined);
    await begunJob();
    await letGo();
    expect(await endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused).toEqual([]);
    expect(await wrongSlots(scope, name)).toBe(0);
    expect(await count(name, "u1 is null")).toBe(await count(name, "data ->> 'code' is null"));
    await expect(insert(name, { code: "c7" })).rejects.toMatchObject({ code: "23505" });
  });

  it("points again, and holds what it points at from its first batch on", async () => {
    const [name, ids] = await dropped("parent", { references: { table: "parents", column: "code" } });
    const letGo = await heldUp(ids);
    const writing = startWriting(name, ids, "parent");
    const change = apply(restored(name, "parent"));
    change.catch(() => undefined);
    await begunJob();
    const { rows } = await owner.query<{ id: string }>(
      "select id from rowhouse.project_data where table_id = $1 and data ->> 'code' = 'p3'",
      [await tableId("parents")],
    );
    const gone = deleteRecord(actor, databaseId, { tableName: "parents", recordId: rows[0]?.id ?? "" });
    gone.catch(() => undefined);
    await letGo();
    await expect(gone).rejects.toMatchObject({ code: expect.stringMatching(/^(RH203|23503)$/) });
    expect(await endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused).toEqual([]);
    expect(await wrongSlots(scope, name)).toBe(0);
    expect(await dangling(name)).toBe(0);
  });

  it("is required of every row that is made meanwhile, and refused beside rows that were made before", async () => {
    const [name, ids] = await dropped("code", { required: true, indexed: true });
    const letGo = await heldUp(ids);
    const change = apply(restored(name, "code"));
    change.catch(() => undefined);
    await begunJob();
    const writing = startWriting(name, ids, "code");
    await vi.waitFor(() => expect(writing.state.refused.length).toBeGreaterThan(0), { timeout: 20_000 });
    await letGo();
    expect(await endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused.filter((told) => !/^(23502|RH300|422) /.test(told))).toEqual([]);
    expect(await wrongSlots(scope, name)).toBe(0);
    expect(await count(name, "data ->> 'code' is null")).toBe(0);
    await apply({ kind: "drop_column", table: name, column: "code" });
    await insert(name, { n: 0 });
    await expect(apply(restored(name, "code"))).rejects.toMatchObject({
      code: "RH205",
      details: [{ message: expect.stringContaining("1 row "), rows: [{ value: null }] }],
    });
  });
});

describe("a table that comes back while others write what it points at", () => {
  it("points at rows that are there, or is told those that are gone", async () => {
    const name = newName();
    await filled(name);
    for (const code of ["q1", "q2"]) {
      await insert("parents", { code });
      await insert(name, { n: 0, parent: code });
    }
    const set = { references: { table: "parents", column: "code" } };
    const reference: Change = { kind: "alter_column", table: name, column: "parent", set };
    expect(await endOf(apply(reference))).toBe("done");
    await apply({ kind: "drop_table", table: name });
    const parents = await owner.query<{ id: string }>(
      "select id from rowhouse.project_data where table_id = $1 and data ->> 'code' in ('q1', 'q2')",
      [await tableId("parents")],
    );
    const restore = apply({ kind: "restore_table", table: name }).then(
      () => "restored",
      (error: { code?: unknown }) => String(error.code),
    );
    const deletions = parents.rows.map(({ id }) =>
      deleteRecord(actor, databaseId, { tableName: "parents", recordId: id }).then(
        () => "deleted",
        (error: { code?: unknown }) => String(error.code),
      ),
    );
    const [came, ...gone] = await Promise.all([restore, ...deletions]);
    // Whoever is first decides.
    if (came === "restored") {
      expect(gone).toEqual(["RH203", "RH203"]);
      expect(await wrongSlots(scope, name)).toBe(0);
      expect(await dangling(name)).toBe(0);
    } else {
      expect(came).toBe("RH205");
      expect(gone).toContain("deleted");
    }
  });
});

it("begins, and ends, while the definitions of other tables change without pause", async () => {
  const name = newName();
  await filled(name);
  await apply({ kind: "create_table", table: { name: "beside", columns: [{ name: "n", type: "integer" }] } });
  const state = { isOver: false, changes: 0 };
  const keepChanging = async () => {
    while (!state.isOver) {
      state.changes += 1;
      await apply({ kind: "describe_table", table: "beside", description: `${state.changes}` });
    }
  };
  const changing = [keepChanging(), keepChanging(), keepChanging()];
  const end = async () => {
    state.isOver = true;
    await Promise.all(changing);
  };
  ends.push(end);
  const set = { indexed: true };
  expect(await endOf(apply({ kind: "alter_column", table: name, column: "n", set }))).toBe("done");
  await end();
  expect(await wrongSlots(scope, name)).toBe(0);
});
