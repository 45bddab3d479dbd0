import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { cancelJob } from "#lib/operations/schema/cancel-job.ts";
import { getJob } from "#lib/operations/schema/get-job.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { wrongSlots } from "#tests/harness/stored-slots.ts";
import { type BusyDatabase, busyDatabase, columns, writersMax } from "./busy-database.ts";

// Definitions of a table with many rows are changed while eight write to it without pause.

let busy: BusyDatabase;

beforeAll(async () => {
  busy = await busyDatabase();
}, 60_000);
afterEach(() => busy.endAll());
afterAll(() => busy.close());

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

describe.each(Object.entries(onlineChanges))("a column that is made %s while eight write", (_, online) => {
  const changed = (name: string): Change => ({
    kind: "alter_column",
    table: name,
    column: online.column,
    set: online.set,
  });
  const isRefusing = Object.keys(online.bad).length > 0;

  it("holds in all rows, those that come meanwhile too, and refuses those that do not fit as soon as it has begun", async () => {
    const [name, ids] = await busy.filled();
    const letGo = await busy.heldUp(ids);
    const writing = busy.startWriting(name, ids);
    const change = busy.apply(changed(name));
    change.catch(() => undefined);
    await busy.begunJob();
    if (isRefusing)
      await expect(busy.insert(name, { ...goodRow, ...online.bad })).rejects.toMatchObject({
        code: expect.stringMatching(online.refusal),
      });
    await letGo();
    expect(await busy.endOf(change)).toBe("done");
    await writing.stop();
    expect(writing.state.refused.filter((told) => !isLateText(told))).toEqual([]);
    expect(writing.state.writes).toBeGreaterThan(writersMax);
    expect(await wrongSlots(busy.scope, name)).toBe(0);
    expect(await busy.count(name, online.broken)).toBe(0);
    if (isRefusing) await expect(busy.insert(name, { ...goodRow, ...online.bad })).rejects.toThrow();
  });

  it("is as it was when that is cancelled in the middle", async () => {
    const [name, ids] = await busy.filled();
    const letGo = await busy.heldUp(ids);
    const writing = busy.startWriting(name, ids);
    const change = busy.apply(changed(name));
    change.catch(() => undefined);
    await cancelJob(busy.actor, busy.databaseId, await busy.begunJob());
    await letGo();
    expect(await busy.endOf(change)).toBe("cancelled");
    while (await workOnDueJob());
    await writing.stop();
    expect(writing.state.refused).toEqual([]);
    expect(await wrongSlots(busy.scope, name)).toBe(0);
    // Nothing of what was to be is left in any row.
    const keys = columns.map(({ name: column }) => `'${column}'`).join(", ");
    expect(await busy.count(name, `data - array[${keys}] <> '{}'`)).toBe(0);
    expect(await busy.count(name, "num_nonnulls(t1, u1, n1, r1, rt1) > 0")).toBe(0);
    await busy.insert(name, { ...goodRow, ...online.bad });
  });

  it("is taken on by another server where the first has died", async () => {
    const [name, ids] = await busy.filled();
    const letGo = await busy.heldUp(ids);
    const writing = busy.startWriting(name, ids);
    const change = busy.apply(changed(name));
    change.catch(() => undefined);
    const job = await busy.begunJob();
    await busy.owner.query(
      "update rowhouse.schema_jobs set worker = $1, lease_until = now() - interval '1 second' where id = $2",
      [randomUUID(), job],
    );
    await letGo();
    await change;
    while ((await getJob(busy.actor, busy.databaseId, job)).job.status === "running") {
      if (!(await workOnDueJob())) await sleep(20);
    }
    await writing.stop();
    expect(writing.state.refused.filter((told) => !isLateText(told))).toEqual([]);
    expect((await getJob(busy.actor, busy.databaseId, job)).job.status).toBe("done");
    expect(await wrongSlots(busy.scope, name)).toBe(0);
    expect(await busy.count(name, online.broken)).toBe(0);
  });
});

const goodRow = { n: 0, code: "a new one", size: "5", parent: "p1" };

/** A text for a column that has just become a number: whoever writes learns of it by that. */
const isLateText = (told: string) => told.startsWith("RH300 ") && /whole number|integer/i.test(told);

it("begins, and ends, while the definitions of other tables change without pause", async () => {
  const [name] = await busy.filled();
  await busy.apply({
    kind: "create_table",
    table: { name: "beside", columns: [{ name: "n", type: "integer" }] },
  });
  const state = { isOver: false, changes: 0 };
  const keepChanging = async () => {
    while (!state.isOver) {
      state.changes += 1;
      await busy.apply({ kind: "describe_table", table: "beside", description: `${state.changes}` });
    }
  };
  const changing = [keepChanging(), keepChanging(), keepChanging()];
  const end = async () => {
    state.isOver = true;
    await Promise.all(changing);
  };
  busy.atEnd(end);
  const set = { indexed: true };
  expect(await busy.endOf(busy.apply({ kind: "alter_column", table: name, column: "n", set }))).toBe("done");
  await end();
  expect(await wrongSlots(busy.scope, name)).toBe(0);
});
