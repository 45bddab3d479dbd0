import pg from "pg";
import { expect } from "vitest";
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
import { getJob } from "#lib/operations/schema/get-job.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { accountsRuntime, newActor } from "./accounts-harness.ts";

export const writersMax = 8;
const rowsMax = 4_500;

/** Of every table that is written to. */
export const columns: readonly Column[] = [
  { name: "n", type: "integer" },
  { name: "code", type: "text" },
  { name: "size", type: "text" },
  { name: "parent", type: "text" },
];

/** A database whose tables count as large from 1,000 rows on, and who writes to them. */
export interface BusyDatabase {
  readonly owner: pg.Client;
  readonly actor: Actor;
  readonly databaseId: string;
  readonly scope: TenantScope;
  apply(...changes: readonly Change[]): Promise<AppliedSchema>;
  insert(tableName: string, data: object): ReturnType<typeof createRecords>;
  tableId(name: string): Promise<string>;
  /** How many rows of a table meet a condition over `data`. */
  count(name: string, condition: string): Promise<number>;
  /** How many rows name a parent that is not there. */
  dangling(name: string): Promise<number>;
  /** Makes a table whose rows fit every change that is made to it. @returns its name and the rows' ids. */
  filled(): Promise<readonly [name: string, ids: readonly string[]]>;
  /** Eight who insert, change and delete rows until they are told to stop. */
  startWriting(name: string, ids: readonly string[], without?: "code" | "parent"): Writing;
  /** Holds the job up in its last batch. @returns what lets it go on. */
  heldUp(ids: readonly string[]): Promise<() => Promise<void>>;
  /** The job of a change, once it has brought its first batch along. */
  begunJob(): Promise<string>;
  /** What a change that is over has come to. */
  endOf(change: Promise<AppliedSchema>): Promise<string>;
  /** Calls back when the test is over, whatever it came to: what goes on would go on beside the next. */
  atEnd(end: () => Promise<unknown>): void;
  endAll(): Promise<void>;
  close(): Promise<void>;
}

export interface Writing {
  readonly state: { readonly writes: number; readonly refused: readonly string[] };
  stop(): Promise<void>;
}

export async function busyDatabase(): Promise<BusyDatabase> {
  const harness = await accountsRuntime();
  Object.assign(runtime().config, { largeTableRows: 1_000 });
  const owner = new pg.Client(harness.owner);
  await owner.connect();
  const actor = await newActor("writers@example.org");
  const project = await createProject(actor, { name: "Writers" });
  const databaseId = (await createDatabase(actor, project.id)).database.id;
  const scope = await authorize(actor, databaseId, "owner");
  const ends: (() => Promise<unknown>)[] = [];
  let tables = 0;

  const apply: BusyDatabase["apply"] = (...changes) =>
    applySchema(actor, databaseId, { changes: [...changes] });
  const insert: BusyDatabase["insert"] = (tableName, data) =>
    createRecords(actor, databaseId, { tableName, data });
  const tableId = async (name: string): Promise<string> =>
    (await owner.query("select id from rowhouse.project_tables where table_name = $1", [name])).rows[0]?.id;

  async function count(name: string, condition: string): Promise<number> {
    const { rows } = await owner.query(
      `select count(*)::int as n from rowhouse.project_data where table_id = $1 and ${condition}`,
      [await tableId(name)],
    );
    return rows[0].n;
  }

  async function dangling(name: string): Promise<number> {
    const parent = `select from rowhouse.project_data as p where p.table_id = '${await tableId("parents")}' and p.data ->> 'code' = project_data.data ->> 'parent'`;
    return count(name, `data ->> 'parent' is not null and not exists (${parent})`);
  }

  async function filled(): Promise<readonly [string, readonly string[]]> {
    tables += 1;
    const name = `t${tables}`;
    await apply({ kind: "create_table", table: { name, columns } });
    const { rows } = await owner.query<{ id: string }>(
      `insert into rowhouse.project_data (project_id, table_id, id, data)
       select project_id, id, app.uuid_v7(n),
              jsonb_build_object('n', n, 'code', 'c' || n, 'size', (n % 100)::text, 'parent', 'p' || n % 20)
         from rowhouse.project_tables, generate_series(1, $2::int) as n where table_name = $1 and dropped_at is null
       returning id`,
      [name, rowsMax],
    );
    return [name, rows.map(({ id }) => id)];
  }

  function startWriting(name: string, ids: readonly string[], without?: "code" | "parent"): Writing {
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

  function begunJob(): Promise<string> {
    return eventually(
      async () => {
        const { rows } = await owner.query(
          "select id from rowhouse.schema_jobs where kind = 'change' and status = 'running' and rows_done > 0",
        );
        expect(rows).toHaveLength(1);
        return rows[0].id;
      },
      { timeoutMs: 30_000, intervalMs: 10 },
    );
  }

  async function endOf(change: Promise<AppliedSchema>): Promise<string> {
    const { job } = await change;
    if (job === undefined) return "done";
    return eventually(async () => {
      const { status } = (await getJob(actor, databaseId, job.id)).job;
      expect(["done", "failed", "cancelled"]).toContain(status);
      return status;
    });
  }

  await apply({
    kind: "create_table",
    table: { name: "parents", columns: [{ name: "code", type: "text", unique: true }] },
  });
  const records = Array.from({ length: 20 }, (_, n) => ({ code: `p${n}` }));
  await createRecords(actor, databaseId, { tableName: "parents", records });
  return {
    owner,
    actor,
    databaseId,
    scope,
    apply,
    insert,
    tableId,
    count,
    dangling,
    filled,
    startWriting,
    heldUp,
    begunJob,
    endOf,
    atEnd: (end) => void ends.push(end),
    endAll: async () => {
      for (const end of ends.splice(0)) await end();
    },
    close: async () => {
      await runtime().sqlParser.close();
      await owner.end();
      await harness.close();
    },
  };
}
