import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CatalogTable, Change, Column, Json } from "#lib/catalog/types.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { authorize } from "#lib/operations/authorize.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { queryRecords } from "#lib/operations/records/query-records.ts";
import { updateRecord } from "#lib/operations/records/update-record.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { wrongSlots } from "#tests/harness/stored-slots.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

let harness: AccountsHarness;
let actor: Actor;

beforeAll(async () => {
  harness = await accountsRuntime();
  Object.assign(runtime(), { sqlParser: createParserPool() });
  actor = await newActor("twins@example.org");
}, 60_000);

afterAll(async () => {
  await runtime().sqlParser.close();
  await harness.close();
});

/** One of two databases on which the same is done: its tables are changed at once, or all in batches. */
interface Twin {
  readonly databaseId: string;
  readonly scope: TenantScope;
  readonly largeTableRows: number;
}

async function twin(largeTableRows: number): Promise<Twin> {
  const project = await createProject(actor, { name: "Twin" });
  const { id } = (await createDatabase(actor, project.id)).database;
  return { databaseId: id, scope: await authorize(actor, id, "owner"), largeTableRows };
}

type Step =
  | { readonly kind: "insert"; readonly picks: readonly number[] }
  | { readonly kind: "update"; readonly row: number; readonly column: number; readonly pick: number }
  | { readonly kind: "change"; readonly what: number; readonly column: number; readonly type: number };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("insert" as const),
      picks: fc.array(fc.nat(6), { minLength: 6, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("update" as const),
      row: fc.nat(20),
      column: fc.nat(5),
      pick: fc.nat(6),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("change" as const),
      what: fc.nat(9),
      column: fc.nat(5),
      type: fc.nat(4),
    }),
  },
);

const types = ["text", "integer", "bigint", "numeric", "boolean"] as const;
const values: { readonly [type: string]: readonly Json[] } = {
  text: ["1", "2", "many", "true", "07"],
  integer: [1, 2, 3, 4, 5],
  bigint: [1, 2, 5_000_000_000, 4, 5],
  numeric: [1, 2.5, 3, 4, 5],
  boolean: [true, false, true, false, true],
};

const own = (columns: readonly Column[]) => columns.filter(({ name }) => /^c\d/.test(name));

function changeOf(
  step: Extract<Step, { kind: "change" }>,
  columns: readonly Column[],
  next: string,
): Change | null {
  const found = own(columns)[step.column % Math.max(1, own(columns).length)];
  const type = types[step.type] ?? "text";
  const add = (column: object): Change =>
    ({ kind: "add_column", table: "t", column: { name: next, type, ...column } }) as Change;
  if (step.what === 0) return add({});
  if (step.what === 1) return add({ default: values[type]?.[1] ?? null });
  if (step.what === 2) return add({ indexed: true, default: values[type]?.[0] ?? null });
  if (found === undefined) return null;
  const alter = (set: object): Change => ({ kind: "alter_column", table: "t", column: found.name, set });
  switch (step.what) {
    case 3:
      return alter({ type, default: null });
    case 4:
      return alter({ indexed: found.indexed !== true });
    case 5:
      return alter({ unique: found.unique !== true });
    case 6:
      return alter({ required: found.required !== true });
    case 7:
      return { kind: "rename_column", table: "t", column: found.name, to: next };
    case 8:
      return { kind: "drop_column", table: "t", column: found.name };
    default:
      return { kind: "restore_column", table: "t", column: `c${step.column}` };
  }
}

/** Does something on one of the twins. @returns the code of its error. */
async function outcome(it: Twin, work: () => Promise<unknown>): Promise<string | null> {
  Object.assign(runtime().config, { largeTableRows: it.largeTableRows });
  try {
    await work();
    return null;
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

async function tableOf({ scope }: Twin): Promise<CatalogTable> {
  const table = (await runtime().catalogs.get(scope)).tables.find(
    ({ definition }) => definition.name === "t",
  );
  if (table === undefined) throw new Error("the table is gone");
  return table;
}

async function records({ databaseId }: Twin): Promise<Record<string, Json>[]> {
  const page = { tableName: "t", sort: [{ column: "n" }], limit: 1000 };
  const { records } = JSON.parse((await queryRecords(actor, databaseId, page)).json);
  return records.map(({ id: _, created_at: __, updated_at: ___, ...record }: Record<string, Json>) => record);
}

describe("a table that is changed at once and one that is changed in batches", () => {
  it("take the same changes and rows, refuse the same, and hold the same values and slots", async () => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 8, maxLength: 22 }), async (steps) => {
        const twins = [await twin(1_000_000), await twin(1)];
        for (const { databaseId } of twins) {
          const columns = [
            { name: "n", type: "integer" },
            { name: "c0", type: "text" },
          ] as const;
          await applySchema(actor, databaseId, {
            changes: [{ kind: "create_table", table: { name: "t", columns } }],
          });
        }
        let number = 0;
        for (const [index, step] of steps.entries()) {
          const codes: (string | null)[] = [];
          number += 1;
          for (const it of twins)
            codes.push(await outcome(it, () => perform(it, step, number, `c${index + 1}`)));
          if (step.kind === "change" && codes[0] === null) changes += 1;
          expect(codes[1], JSON.stringify(step)).toBe(codes[0]);
          const [atOnce, inBatches] = await Promise.all(twins.map(records));
          expect(inBatches).toEqual(atOnce);
          expect(
            await Promise.all(twins.map(({ scope }) => wrongSlots(scope, "t"))),
            JSON.stringify(step),
          ).toEqual([0, 0]);
        }
        while (await workOnDueJob());
      }),
      randomRuns(8),
    );
    expect(changes).toBeGreaterThan(20);
  }, 600_000);
});

async function perform(it: Twin, step: Step, number: number, next: string): Promise<void> {
  const { definition } = await tableOf(it);
  const columns = own(definition.columns);
  const picked = (column: Column, pick: number): Json => {
    const pool = values[column.type] ?? [];
    return pick === 0 ? null : (pool[pick % pool.length] ?? null);
  };
  if (step.kind === "change") {
    const change = changeOf(step, definition.columns, next);
    if (change !== null) await applySchema(actor, it.databaseId, { changes: [change] });
    return;
  }
  if (step.kind === "insert") {
    const given = columns.flatMap((column, index): [string, Json][] => {
      const pick = step.picks[index] ?? 0;
      return pick === 6 ? [] : [[column.name, picked(column, pick)]];
    });
    const data = { n: number, ...Object.fromEntries(given) };
    await createRecords(actor, it.databaseId, { tableName: "t", data });
    return;
  }
  const all = JSON.parse(
    (await queryRecords(actor, it.databaseId, { tableName: "t", sort: [{ column: "n" }] })).json,
  );
  const row = all.records[step.row % Math.max(1, all.records.length)];
  const column = columns[step.column % Math.max(1, columns.length)];
  if (row === undefined || column === undefined) return;
  const data = { [column.name]: picked(column, step.pick) };
  await updateRecord(actor, it.databaseId, { tableName: "t", recordId: row.id, data });
}
