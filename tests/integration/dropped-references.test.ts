import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Change, Column, Json } from "#lib/catalog/types.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { deleteRecord } from "#lib/operations/records/delete-record.ts";
import { deleteRecords } from "#lib/operations/records/delete-records.ts";
import { queryRecords } from "#lib/operations/records/query-records.ts";
import { restoreRecords } from "#lib/operations/records/restore-records.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { emptyTrash } from "#lib/operations/schema/empty-trash.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

// A table is dropped without a row of it being touched; what its rows point at may be deleted, emptied and purged as if
// they pointed at nothing.

let harness: AccountsHarness;
let owner: pg.Client;
let actor: Actor;
let databaseId: string;
let closeSql: () => Promise<void>;
let ids: readonly string[];

beforeAll(async () => {
  harness = await accountsRuntime();
  const typedSql = sqlServer(harness);
  Object.assign(runtime(), { sqlParser: typedSql.sqlParser, sqlRunner: typedSql.sqlRunner });
  closeSql = typedSql.close;
  owner = new pg.Client(harness.owner);
  await owner.connect();
  actor = await newActor("dropped@example.org");
}, 60_000);
afterAll(async () => {
  await closeSql();
  await owner.end();
  await harness.close();
});

const apply = (...changes: Change[]) => applySchema(actor, databaseId, { changes });
const create = (name: string, ...columns: Column[]) =>
  apply({ kind: "create_table", table: { name, columns } });
const to = (name: string, table: string, on_delete?: "cascade" | "set null"): Column => ({
  name,
  type: "uuid",
  references: { table, column: "id", ...(on_delete === undefined ? {} : { on_delete }) },
});

async function insert(tableName: string, records: readonly object[]): Promise<readonly string[]> {
  const { json } = await createRecords(actor, databaseId, { tableName, records });
  return JSON.parse(json).records.map(({ id }: { id: string }) => id);
}

async function rows(tableName: string): Promise<Record<string, Json>[]> {
  const input = { tableName, sort: [{ column: "n" }] };
  return JSON.parse((await queryRecords(actor, databaseId, input)).json).records;
}

const run = (query: string) => runSql(actor, databaseId, { query });
const remove = (tableName: string, recordId: string | undefined) =>
  deleteRecord(actor, databaseId, { tableName, recordId: String(recordId) });

/** How many stored rows point at something. */
const pointing = () =>
  counted("count(*) filter (where d.r1 is not null or d.r2 is not null or d.r3 is not null)");
/** How many references stored rows hold. */
const held = () => counted("sum(num_nonnulls(d.r1, d.r2, d.r3, d.r4, d.r5, d.r6))");

async function counted(what: string): Promise<number> {
  const { rows: found } = await owner.query<{ count: number }>(
    `select (${what})::int4 as count from rowhouse.project_data as d join rowhouse.project_tables as t on t.project_id = d.project_id and t.id = d.table_id
      where t.database_id = $1`,
    [databaseId],
  );
  return found[0]?.count ?? -1;
}

/** Jobs that are due and not done. */
async function unfinished(): Promise<unknown[]> {
  const { rows: left } = await owner.query(
    "select status, error from rowhouse.schema_jobs where database_id = $1 and status <> 'done' and run_at <= now()",
    [databaseId],
  );
  return left;
}

async function versions(): Promise<string> {
  const { rows: found } = await owner.query<{ hash: string }>(
    "select md5(string_agg(id::text || xmin::text, ',' order by table_id, id)) as hash from rowhouse.project_data",
  );
  return found[0]?.hash ?? "";
}

beforeEach(async () => {
  const { database } = await createProjectWithDatabase(actor, { name: "Dropped" });
  databaseId = database.id;
  await create("authors", { name: "n", type: "integer" });
  await create("editors", { name: "n", type: "integer" }, to("author_id", "authors", "cascade"));
  await create(
    "books",
    { name: "n", type: "integer" },
    to("author_id", "authors"),
    to("editor_id", "editors"),
    to("before_id", "books"),
  );
  ids = await insert("authors", [{ n: 1 }, { n: 2 }, { n: 3 }]);
  const editors = await insert("editors", [
    { n: 1, author_id: ids[0] },
    { n: 2, author_id: ids[1] },
  ]);
  const [first] = await insert("books", [{ n: 1, author_id: ids[0], editor_id: editors[0] }]);
  await insert("books", [
    { n: 2, author_id: ids[1], editor_id: editors[0], before_id: first },
    { n: 3, author_id: ids[2], editor_id: editors[1], before_id: first },
  ]);
});

it("touches no row", async () => {
  const before = await versions();
  await apply({ kind: "drop_table", table: "books" });
  expect(await versions()).toBe(before);
  expect(await pointing()).toBe(5);
});

it("lets what was pointed at be deleted, with all that cascades from it, and comes back without it", async () => {
  await expect(remove("authors", ids[0])).rejects.toMatchObject({ code: "RH203" });
  await apply({ kind: "drop_table", table: "books" });
  await remove("authors", ids[0]);
  expect(await rows("editors")).toMatchObject([{ n: 2 }]);
  await remove("authors", ids[2]);
  expect(await rows("authors")).toMatchObject([{ n: 2 }]);
  await expect(apply({ kind: "restore_table", table: "books" })).rejects.toMatchObject({ code: "RH205" });
  await apply(
    { kind: "restore_table", table: "books" },
    { kind: "drop_column", table: "books", column: "author_id" },
    { kind: "drop_column", table: "books", column: "editor_id" },
  );
  expect(await rows("books")).toHaveLength(3);
  // The editor, and the two books that know the one before: nothing else was looked for when the table came back.
  expect(await pointing()).toBe(3);
  await remove("authors", ids[1]);
  expect(await rows("editors")).toEqual([]);
});

it("points again when it is restored", async () => {
  await apply({ kind: "drop_table", table: "books" });
  await apply({ kind: "restore_table", table: "books" });
  await expect(remove("authors", ids[0])).rejects.toMatchObject({ code: "RH203" });
  expect(await pointing()).toBe(5);
});

it("goes for good in any order, also what points at rows of its own table", async () => {
  await apply({ kind: "drop_table", table: "books" });
  await apply({ kind: "drop_table", table: "editors" });
  await apply({ kind: "drop_table", table: "authors" });
  const { rows: tables } = await owner.query<{ id: string }>(
    "select id from rowhouse.project_tables where database_id = $1 and dropped_at is not null order by dropped_at desc",
    [databaseId],
  );
  for (const { id } of tables) {
    await emptyTrash(actor, databaseId, id);
    while (await workOnDueJob());
  }
  await expect.poll(unfinished, { timeout: 10_000 }).toEqual([]);
  const { rows: found } = await owner.query(
    "select from rowhouse.project_data where table_id = any($1::uuid[])",
    [tables.map(({ id }) => id)],
  );
  expect(found).toEqual([]);
});

const refer: Change = {
  kind: "alter_column",
  table: "books",
  column: "author_id",
  set: { references: null },
};

it.each<[string, Change[]]>([
  ["a column that refers", [{ kind: "drop_column", table: "books", column: "author_id" }]],
  ["a reference", [refer]],
  ["a table that others refer to", [{ kind: "drop_table", table: "editors", cascade: true }]],
])("touches no row when %s is dropped", async (_, changes) => {
  const before = await versions();
  await apply(...changes);
  expect(await versions()).toBe(before);
  expect(await held()).toBe(10);
});

it("lets what a dropped reference pointed at be deleted, given another key, and emptied", async () => {
  await apply({ kind: "drop_column", table: "books", column: "author_id" });
  await remove("authors", ids[2]);
  await run("drop table editors cascade");
  await run(`update authors set id = gen_random_uuid() where id = '${ids[0]}'`);
  await run("truncate authors");
  expect(await rows("authors")).toEqual([]);
  expect(await rows("books")).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

it("gives a row that nothing refers to any more another key", async () => {
  await apply({ kind: "drop_column", table: "books", column: "editor_id" });
  await apply({ kind: "drop_column", table: "books", column: "before_id" });
  const [first] = await rows("books");
  const { id } = first ?? {};
  await run("update books set id = gen_random_uuid() where n in (1, 2)");
  expect((await rows("books")).map((row) => row.id)).not.toContain(id);
  await run("update editors set id = gen_random_uuid()");
  expect(await rows("editors")).toHaveLength(2);
});

it("lets go of a row by a reference that is gone, and by one that is emptied with it", async () => {
  await create(
    "reviews",
    { name: "n", type: "integer" },
    to("author_id", "authors", "set null"),
    to("critic_id", "authors", "set null"),
  );
  await insert("reviews", [
    { n: 1, author_id: ids[2], critic_id: ids[2] },
    { n: 2, author_id: ids[2] },
    { n: 3, critic_id: ids[2] },
  ]);
  await apply(
    { kind: "drop_column", table: "reviews", column: "critic_id" },
    { kind: "drop_column", table: "books", column: "author_id" },
  );
  await remove("authors", ids[2]);
  expect(await rows("reviews")).toMatchObject([
    { author_id: null },
    { author_id: null },
    { author_id: null },
  ]);
});

it("finds its targets again when a dropped reference is restored, and tells those that are gone", async () => {
  await apply({ kind: "drop_column", table: "books", column: "author_id" });
  await apply({ kind: "restore_column", table: "books", column: "author_id" });
  await expect(remove("authors", ids[2])).rejects.toMatchObject({ code: "RH203" });
  expect((await rows("books")).map((row) => row.author_id)).toEqual(ids);
  await apply({ kind: "drop_column", table: "books", column: "author_id" });
  await remove("authors", ids[2]);
  await expect(apply({ kind: "restore_column", table: "books", column: "author_id" })).rejects.toMatchObject({
    code: "RH205",
  });
});

it("clears what is left of a dropped reference with the trash, and has its place for another", async () => {
  await apply({ kind: "drop_column", table: "books", column: "author_id" });
  await emptyTrash(actor, databaseId, null);
  while (await workOnDueJob());
  await expect.poll(unfinished, { timeout: 10_000 }).toEqual([]);
  expect(await held()).toBe(10 - 3);
  for (const name of ["a_id", "b_id", "c_id", "d_id"])
    await apply({ kind: "add_column", table: "books", column: to(name, "authors") });
  await remove("authors", ids[2]);
});

it("takes the place of a dropped reference where no other is left", async () => {
  for (const name of ["a_id", "b_id", "c_id"])
    await apply({ kind: "add_column", table: "books", column: to(name, "authors") });
  await apply({ kind: "drop_column", table: "books", column: "author_id" });
  await apply({ kind: "add_column", table: "books", column: to("d_id", "authors") });
  await remove("authors", ids[2]);
  expect(await held()).toBe(10 - 3);
});

it("brings deleted rows back though what they pointed at by a dropped reference is gone", async () => {
  await apply({ kind: "drop_column", table: "books", column: "author_id" });
  const third = (await rows("books")).find(({ n }) => n === 3);
  const { undo } = await deleteRecords(actor, databaseId, { tableName: "books", ids: [String(third?.id)] });
  await remove("authors", ids[2]);
  await restoreRecords(actor, databaseId, String(undo));
  expect(await rows("books")).toHaveLength(3);
});
