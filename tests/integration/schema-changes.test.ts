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
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

let harness: AccountsHarness;
let owner: pg.Client;
let actor: Actor;
let databaseId: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  owner = new pg.Client(harness.owner);
  await owner.connect();
  actor = await newActor("changes@example.org");
  const project = await createProject(actor, { name: "Changes" });
  databaseId = (await createDatabase(actor, project.id)).database.id;
}, 60_000);

afterAll(async () => {
  await owner.end();
  await harness.close();
});

const apply = (...changes: Change[]) => applySchema(actor, databaseId, { changes });
const dryRun = (...changes: Change[]) => applySchema(actor, databaseId, { changes, dry_run: true });
const create = (name: string, ...columns: object[]) =>
  apply({ kind: "create_table", table: { name, columns } } as Change);

async function insert(tableName: string, records: readonly object[]): Promise<Record<string, Json>[]> {
  return JSON.parse((await createRecords(actor, databaseId, { tableName, records })).json).records;
}

async function rows(tableName: string, more: object = {}): Promise<Record<string, Json>[]> {
  const input = { tableName, sort: [{ column: "n" }], ...more };
  return JSON.parse((await queryRecords(actor, databaseId, input)).json).records;
}

const update = (tableName: string, row: Record<string, Json> | undefined, data: object) =>
  updateRecord(actor, databaseId, { tableName, recordId: String(row?.id), data });

/** Which version of each row is stored: changes when a row is touched, even with the same values. */
async function versions(): Promise<string> {
  const { rows } = await owner.query(
    "select md5(string_agg(id::text || xmin::text, ',' order by table_id, id)) as hash from rowhouse.project_data",
  );
  return rows[0].hash;
}

async function untouched(change: () => Promise<unknown>): Promise<void> {
  const before = await versions();
  await change();
  expect(await versions()).toBe(before);
}

const column = (table: string, name: string, more: object = {}): Change =>
  ({ kind: "add_column", table, column: { name, type: "text", ...more } }) as Change;
const alter = (table: string, name: string, set: object): Change =>
  ({ kind: "alter_column", table, column: name, set }) as Change;

describe("changes that touch no row", () => {
  beforeAll(async () => {
    await create(
      "notes",
      { name: "n", type: "integer" },
      { name: "title", type: "text", required: true, indexed: true },
      { name: "email", type: "email", unique: true },
    );
    await insert("notes", [
      { n: 1, title: "one", email: "one@example.org" },
      { n: 2, title: "two", email: "two@example.org" },
    ]);
  });

  it.each<[string, Change[]]>([
    ["a new name for a column", [{ kind: "rename_column", table: "notes", column: "title", to: "heading" }]],
    ["another order", [{ kind: "move_column", table: "notes", column: "heading", after: null }]],
    ["descriptions", [{ kind: "describe_table", table: "notes", description: "What is noted" }]],
    ["a column", [column("notes", "remark")]],
    ["a column with an index", [column("notes", "place", { indexed: true })]],
    ["a column with a default", [column("notes", "status", { default: "open", required: true })]],
    [
      "a column with the present time",
      [column("notes", "seen_at", { type: "timestamptz", default: "now()" })],
    ],
    ["a value that may be missing", [alter("notes", "heading", { required: false })]],
    ["a wider number", [alter("notes", "n", { type: "bigint" })]],
    ["an even wider one", [alter("notes", "n", { type: "numeric" })]],
    ["free text for a format", [alter("notes", "email", { type: "text" })]],
    ["a key that need not be unique", [alter("notes", "email", { unique: false })]],
    ["no index", [alter("notes", "heading", { indexed: false })]],
    ["a column less", [{ kind: "drop_column", table: "notes", column: "email" }]],
    ["a new name for the table", [{ kind: "rename_table", table: "notes", to: "memos" }]],
    ["a table less", [{ kind: "drop_table", table: "memos" }]],
  ])("give %s", async (_what, changes) => {
    await untouched(() => apply(...changes));
  });

  it("take no longer on 100,000 rows than on none", async () => {
    const changes = (table: string): Change[] => [
      column(table, "status", { default: "open", required: true }),
      column(table, "rank", { type: "integer", indexed: true }),
      { kind: "rename_column", table, column: "t", to: "label" },
      alter(table, "n", { type: "bigint" }),
      { kind: "drop_column", table, column: "label" },
      { kind: "drop_table", table },
    ];
    const time = async (table: string) => {
      const times: number[] = [];
      for (const change of changes(table)) {
        const start = performance.now();
        await apply(change);
        times.push(performance.now() - start);
      }
      return times.toSorted((a, b) => a - b)[3] ?? 0;
    };
    for (const name of ["few", "many"])
      await create(name, { name: "n", type: "integer" }, { name: "t", type: "text" });
    await owner.query(
      `insert into rowhouse.project_data (project_id, table_id, id, data)
       select project_id, id, app.uuid_v7(n), jsonb_build_object('n', n, 't', 'text ' || n)
         from rowhouse.project_tables, generate_series(1, 100000) as n where table_name = 'many'`,
    );
    await owner.query("vacuum analyze rowhouse.project_data");
    await untouched(async () => {
      const few = await time("few");
      expect(await time("many")).toBeLessThan(few * 2 + 30);
    });
  });
});

describe("a column that was added with a default", () => {
  it("has it in older rows, in lists, filters and single rows, until it is changed", async () => {
    await create("tasks", { name: "n", type: "integer" });
    const [first, second] = await insert("tasks", [{ n: 1 }, { n: 2 }]);
    await apply(
      column("tasks", "status", { default: "open" }),
      column("tasks", "points", { type: "numeric", default: "1.50" }),
      column("tasks", "tags", { type: "text[]", default: ["a"] }),
    );
    const older = { status: "open", points: 1.5, tags: ["a"] };
    expect(await rows("tasks")).toMatchObject([
      { n: 1, ...older },
      { n: 2, ...older },
    ]);
    await update("tasks", first, { status: null, tags: null });
    await update("tasks", second, { n: 3 });
    await apply(alter("tasks", "status", { default: "new" }));
    await insert("tasks", [{ n: 4 }, { n: 5, status: null }]);
    expect(await rows("tasks")).toMatchObject([
      { n: 1, status: null, points: 1.5, tags: null },
      { n: 3, ...older },
      { n: 4, status: "new", points: 1.5 },
      { n: 5, status: null },
    ]);
    expect(await rows("tasks", { filters: { status: "open" } })).toMatchObject([{ n: 3 }]);
  });

  it("keeps that when it gets an index, another type, or is required", async () => {
    await create("jobs", { name: "n", type: "integer" });
    const [row] = await insert("jobs", [{ n: 1 }, { n: 2 }]);
    await apply(
      column("jobs", "level", { type: "integer", default: 3 }),
      column("jobs", "kind", { default: "x" }),
    );
    await update("jobs", row, { kind: null });
    await apply(
      alter("jobs", "level", { indexed: true, required: true }),
      alter("jobs", "kind", { indexed: true }),
    );
    expect(await rows("jobs", { filters: { level: 3 } })).toMatchObject([
      { n: 1, kind: null },
      { n: 2, kind: "x" },
    ]);
    await apply(alter("jobs", "level", { type: "text", default: null }));
    expect(await rows("jobs")).toMatchObject([{ level: "3" }, { level: "3" }]);
  });
});

describe("what was dropped", () => {
  it("comes back with its values, keys and indexes", async () => {
    await create("people", { name: "n", type: "integer" }, { name: "code", type: "text", unique: true });
    const [first] = await insert("people", [
      { n: 1, code: "a" },
      { n: 2, code: "b" },
    ]);
    await apply({ kind: "drop_column", table: "people", column: "code" });
    await update("people", first, { n: 3 });
    await insert("people", [{ n: 4 }]);
    await apply({ kind: "restore_column", table: "people", column: "code" });
    expect(await rows("people")).toMatchObject([{ code: "b" }, { code: "a" }, { code: null }]);
    await expect(insert("people", [{ n: 5, code: "a" }])).rejects.toMatchObject({ code: "23505" });
    await apply({ kind: "drop_table", table: "people" });
    await expect(rows("people")).rejects.toMatchObject({ code: "RH004" });
    await apply({ kind: "restore_table", table: "people" });
    expect(await rows("people", { filters: { code: "b" } })).toMatchObject([{ n: 2 }]);
    await expect(insert("people", [{ n: 5, code: "a" }])).rejects.toMatchObject({ code: "23505" });
  });

  it("does not come back as required for rows that were made without it", async () => {
    await create("members", { name: "n", type: "integer" }, { name: "code", type: "text", required: true });
    await insert("members", [{ n: 1, code: "a" }]);
    await apply({ kind: "drop_column", table: "members", column: "code" });
    const [second] = await insert("members", [{ n: 2 }]);
    const restore: Change = { kind: "restore_column", table: "members", column: "code" };
    await expect(apply(restore)).rejects.toMatchObject({
      code: "RH205",
      details: [{ path: "/changes/0", rows: [{ key: second?.id, value: null }] }],
    });
    await apply(restore, alter("members", "code", { required: false }));
    expect(await rows("members")).toMatchObject([{ code: "a" }, { code: null }]);
  });

  it("comes back also where it went with what it was computed from, and leaves nothing to a new column of its name", async () => {
    const twice = { name: "twice", type: "integer", generated: "n * 2" } as const;
    await create("pairs", { name: "m", type: "integer" }, { name: "n", type: "integer" }, twice);
    await insert("pairs", [{ m: 1, n: 4 }]);
    await apply({ kind: "drop_column", table: "pairs", column: "n", cascade: true });
    await apply(column("pairs", "twice", { type: "integer" }));
    expect(await rows("pairs", { sort: [{ column: "m" }] })).toMatchObject([{ twice: null }]);
    await apply({ kind: "rename_column", table: "pairs", column: "twice", to: "other" });
    await apply(
      { kind: "restore_column", table: "pairs", column: "n" },
      { kind: "restore_column", table: "pairs", column: "twice" },
    );
    expect(await rows("pairs")).toMatchObject([{ n: 4, twice: 8, other: null }]);
    await apply(
      { kind: "drop_column", table: "pairs", column: "n", cascade: true },
      { kind: "rename_column", table: "pairs", column: "other", to: "twice" },
    );
    await apply({ kind: "drop_column", table: "pairs", column: "twice" });
    await apply(column("pairs", "twice", { type: "integer" }));
    expect(await rows("pairs", { sort: [{ column: "m" }] })).toMatchObject([{ twice: null }]);
  });

  it("is computed anew when it comes back as a generated column", async () => {
    const twice = { name: "twice", type: "integer", generated: "n * 2", indexed: true } as const;
    await create("sums", { name: "n", type: "integer" }, twice);
    const [first] = await insert("sums", [{ n: 1 }]);
    await apply({ kind: "drop_column", table: "sums", column: "twice" });
    await update("sums", first, { n: 5 });
    await insert("sums", [{ n: 7 }]);
    await apply({ kind: "restore_column", table: "sums", column: "twice" });
    expect(await rows("sums", { filters: { twice: 14 } })).toMatchObject([{ n: 7 }]);
    expect(await rows("sums")).toMatchObject([{ twice: 10 }, { twice: 14 }]);
  });

  it("leaves its name to others, and says so when it is to come back under it", async () => {
    await create("taken", { name: "n", type: "integer" });
    await insert("taken", [{ n: 1 }]);
    await apply({ kind: "drop_table", table: "taken" });
    await create("taken", { name: "n", type: "integer" });
    await expect(apply({ kind: "restore_table", table: "taken" })).rejects.toMatchObject({ code: "RH201" });
    await apply({ kind: "rename_table", table: "taken", to: "newer" });
    await apply({ kind: "restore_table", table: "taken" });
    expect([await rows("taken"), await rows("newer")]).toMatchObject([[{ n: 1 }], []]);
  });

  it("holds nothing back that it pointed at, and says on its return what is gone", async () => {
    await create("authors", { name: "n", type: "integer" });
    await create(
      "books",
      { name: "n", type: "integer" },
      { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } },
    );
    const [ann, bob] = await insert("authors", [{ n: 1 }, { n: 2 }]);
    await insert("books", [
      { n: 1, author_id: ann?.id },
      { n: 2, author_id: bob?.id },
    ]);
    await apply({ kind: "drop_table", table: "books" });
    await apply({ kind: "rename_table", table: "authors", to: "writers" });
    await deleteRecord(actor, databaseId, { tableName: "writers", recordId: String(ann?.id) });
    await expect(apply({ kind: "restore_table", table: "books" })).rejects.toMatchObject({
      code: "RH205",
      message: expect.stringContaining("1 row"),
    });
    await apply(
      { kind: "restore_table", table: "books" },
      { kind: "drop_column", table: "books", column: "author_id" },
    );
    expect(await rows("books")).toMatchObject([{ n: 1 }, { n: 2 }]);
  });

  it("is counted in a dry run, which changes nothing", async () => {
    await create("counted", { name: "n", type: "integer" });
    await insert("counted", [{ n: 1 }, { n: 2 }]);
    const { impact } = await dryRun({ kind: "drop_table", table: "counted" });
    expect(impact).toMatchObject([{ rows: 2, warning: expect.stringContaining("2 rows") }]);
    expect(await rows("counted")).toHaveLength(2);
  });
});

describe("an expression that fails on a stored row", () => {
  it.each<[string, Change]>([
    [
      "check",
      { kind: "add_constraint", table: "texts", constraint: { kind: "check", expression: "t::int > 0" } },
    ],
    ["generated column", column("texts", "g", { type: "integer", generated: "t::int" })],
    [
      "key",
      {
        kind: "add_constraint",
        table: "texts",
        constraint: { kind: "unique", columns: ["t"], expression: "(t::int)::text" },
      },
    ],
  ])("is told in Postgres's words at the change that brought it, with the row: a %s", async (_, change) => {
    await create("texts", { name: "n", type: "integer" }, { name: "t", type: "text" });
    const [, bad] = await insert("texts", [
      { n: 1, t: "1" },
      { n: 2, t: "many" },
      { n: 3, t: "3" },
    ]);
    const more = column("texts", "more");
    for (const dry_run of [true, false]) {
      const answer = applySchema(actor, databaseId, { changes: [more, change], dry_run });
      const message = 'invalid input syntax for type integer: "many"';
      await expect(answer).rejects.toMatchObject({
        code: "22P02",
        status: 422,
        details: [{ path: "/changes/1", message, rows: [{ key: bad?.id, value: message }] }],
      });
    }
    await apply({ kind: "drop_table", table: "texts" });
  });
});
