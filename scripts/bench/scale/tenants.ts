import { completeTable } from "#lib/catalog/complete-table.ts";
import { systemScope } from "#lib/db/scope.ts";
import { signUp } from "#lib/operations/account/sign-up.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { authenticate } from "#lib/operations/authenticate.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { queryRecords } from "#lib/operations/records/query-records.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { sql } from "#lib/sql/sql.ts";
import { timed } from "../measure.ts";

export interface Tenant {
  readonly projectId: string;
  readonly databaseId: string;
}

/** Milliseconds of each run, through the product's operations: authority, catalog, statement. */
export interface Activity {
  readonly list: readonly number[];
  readonly filter: readonly number[];
  readonly insert: readonly number[];
  /** A transaction that reads nothing: what the machine does besides slows it down as it does the others. */
  readonly nothing: readonly number[];
}

const rowsPerTable = 1_000;

export async function openActor(): Promise<Actor> {
  const input = { email: "scale@example.com", password: "correct horse battery staple" };
  const { access_token } = await signUp(input, { address: "127.0.0.1", userAgent: "bench" });
  const actor = await authenticate(access_token);
  if (actor === null) throw new Error("a new account cannot sign in");
  return actor;
}

/** Databases made through the product, each with tables of which the first has rows. */
export async function newTenants(actor: Actor, count: number, tables: number): Promise<readonly Tenant[]> {
  const tenants: Tenant[] = [];
  for (let index = 0; index < count; index += 1) {
    const { project, database } = await createProjectWithDatabase(actor, { name: `Active ${index}` });
    const table = (name: string) => ({
      kind: "create_table" as const,
      table: completeTable({
        name,
        columns: [
          { name: "title", type: "text", required: true },
          { name: "status", type: "text", required: true, indexed: true },
          { name: "amount", type: "number", required: true, indexed: true },
          { name: "due", type: "timestamptz", indexed: true },
        ],
      }),
    });
    const changes = Array.from({ length: tables }, (_, number) => table(`items_${number}`));
    await applySchema(actor, database.id, { changes });
    const records = Array.from({ length: rowsPerTable }, (_, number) => record(number));
    await createRecords(actor, database.id, { tableName: "items_0", records });
    tenants.push({ projectId: project.id, databaseId: database.id });
  }
  return tenants;
}

const record = (index: number) => ({
  title: `Item ${index}`,
  status: ["open", "done", "late"][index % 3] ?? "",
  amount: (index * 7_919) % 1_000,
  due: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
});

/** All kinds by turns in one tenant after the other. */
export async function runActivity(actor: Actor, tenants: readonly Tenant[], rounds = 60): Promise<Activity> {
  const times = {
    list: [] as number[],
    filter: [] as number[],
    insert: [] as number[],
    nothing: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const { databaseId } of tenants) {
      const query = (more: object) =>
        timed(() => queryRecords(actor, databaseId, { tableName: "items_0", limit: 20, ...more }));
      const list = await query({ sort: [{ column: "due", dir: "desc" }] });
      const filter = await query({ filters: { status: "open" }, sort: [{ column: "amount" }] });
      const insert = await timed(() =>
        createRecords(actor, databaseId, { tableName: "items_0", data: record(round) }),
      );
      const nothing = await timed(() => runtime().database.query(systemScope, sql`select 1`));
      // The first rounds fill caches, as the first minutes of a server do.
      if (round < 10) continue;
      times.list.push(list);
      times.filter.push(filter);
      times.insert.push(insert);
      times.nothing.push(nothing);
    }
  }
  return times;
}

/** Reads one page in each of many databases for the first time; milliseconds of each. */
export async function visit(actor: Actor, tenants: readonly Tenant[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const { databaseId } of tenants)
    times.push(await timed(() => queryRecords(actor, databaseId, { tableName: "items_0", limit: 20 })));
  return times;
}

/** Milliseconds of each of 100 databases made through the product. */
export async function timeCreating(actor: Actor): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < 100; index += 1)
    times.push(await timed(() => createProjectWithDatabase(actor, { name: `New ${index}` })));
  return times;
}
