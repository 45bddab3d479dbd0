import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Json } from "#lib/catalog/types.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";
import { countStatement, defaultSort, type ListRequest, listStatement } from "#lib/engine/read/list.ts";
import type { SortKey } from "#lib/engine/read/order.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { translateViolation } from "#lib/engine/violations.ts";
import { deleteStatement, updateStatement } from "#lib/engine/write/records.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;

const create = (name: string, columns: Column[]): Change => ({
  kind: "create_table",
  table: completeTable({ name, columns }),
});

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  await project.apply([
    create("authors", [
      { name: "name", type: "text", required: true },
      { name: "email", type: "email", unique: true },
    ]),
    create("books", [
      { name: "title", type: "text", required: true, indexed: true },
      { name: "pages", type: "integer", indexed: true },
      { name: "price", type: "numeric", indexed: true },
      { name: "rating", type: "number" },
      { name: "isbn", type: "bigint", unique: true },
      { name: "published_on", type: "date", indexed: true },
      { name: "opens", type: "time" },
      { name: "seen_at", type: "timestamptz", indexed: true },
      { name: "in_print", type: "boolean", default: true },
      { name: "genre", type: "enum", enum_values: ["novel", "poem"], default: "novel" },
      { name: "tags", type: "text[]" },
      { name: "meta", type: "jsonb" },
      {
        name: "author_id",
        type: "uuid",
        references: { table: "authors", column: "id", on_delete: "cascade" },
      },
      {
        name: "editor_id",
        type: "uuid",
        references: { table: "authors", column: "id", on_delete: "set null" },
      },
      {
        name: "sequel_of",
        type: "uuid",
        references: { table: "books", column: "id", on_delete: "restrict" },
      },
    ]),
  ]);
}, 60_000);

afterAll(() => db.close());

async function run(statement: Parameters<typeof db.database.query>[1]): Promise<Record<string, unknown>> {
  const { rows } = await db.database.query<Record<string, unknown>>(project.scope, statement);
  return rows[0] ?? {};
}

async function one(table: string, record: Record<string, Json>): Promise<Record<string, Json>> {
  const [row] = await project.insert(table, [record]);
  if (row === undefined) throw new Error("nothing was inserted");
  return row;
}

async function update(table: string, recordId: unknown, patch: Record<string, Json>, ifMatch?: string) {
  const request = { recordId: String(recordId), patch, ...(ifMatch === undefined ? {} : { ifMatch }) };
  const outcome = await run(updateStatement(await project.catalog(), await project.table(table), request));
  return { ...outcome, record: JSON.parse(String(outcome.record)) } as {
    found: number;
    moved_on: boolean;
    record: Record<string, Json> | null;
  };
}

async function remove(table: string, recordId: unknown) {
  return run(deleteStatement(await project.catalog(), await project.table(table), String(recordId)));
}

async function list(
  table: string,
  options: Partial<Omit<ListRequest, "filter">> & { filters?: unknown } = {},
): Promise<{ records: Record<string, Json>[]; lastKey: (string | null)[] | null }> {
  const catalog = await project.catalog();
  const target = await project.table(table);
  const request: ListRequest = {
    columns: target.definition.columns,
    filter: options.filters === undefined ? null : parseFilter(target, options.filters),
    search: null,
    sort: defaultSort(target),
    limit: 100,
    offset: 0,
    cursor: null,
    ...options,
  };
  const row = await run(listStatement(catalog, target, request));
  return {
    records: JSON.parse(String(row.records)),
    lastKey: (row.last_key as (string | null)[] | null) ?? null,
  };
}

describe("inserting", () => {
  it("fills defaults and keeps every digit and type", async () => {
    const author = await one("authors", { name: "Ann" });
    const book = await one("books", {
      title: "A'b\"c",
      pages: 12,
      price: "1234567890.10",
      isbn: 9007199254740991,
      rating: 0.1,
      published_on: "2026-02-28",
      opens: "08:30:00",
      seen_at: "2026-01-02T03:04:05.123456Z",
      tags: ["x", "y,z"],
      meta: { a: [1, null] },
      author_id: author.id ?? null,
    });
    expect(book).toMatchObject({
      title: "A'b\"c",
      pages: 12,
      price: 1234567890.1,
      rating: 0.1,
      isbn: 9007199254740991,
      published_on: "2026-02-28",
      opens: "08:30:00",
      seen_at: "2026-01-02T03:04:05.123456+00:00",
      in_print: true,
      genre: "novel",
      tags: ["x", "y,z"],
      meta: { a: [1, null] },
      author_id: author.id,
      editor_id: null,
    });
    expect(Object.keys(book)).toEqual(
      (await project.table("books")).definition.columns.map(({ name }) => name),
    );
  });

  it("gives the rows of one statement keys in the order given", async () => {
    const rows = await project.insert(
      "authors",
      Array.from({ length: 50 }, (_, index) => ({ name: `n${index}` })),
    );
    expect(rows.map(({ name }) => name)).toEqual(
      rows.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1)).map(({ name }) => name),
    );
  });

  it.each([
    ["23502", { pages: 1 }, "title"],
    ["23503", { title: "x", author_id: "00000000-0000-7000-8000-000000000000" }, "author_id"],
    ["23514", { title: "x", genre: "essay" }, "genre"],
    ["54000", { title: "x".repeat(501) }, "title"],
  ])(
    "refuses with SQLSTATE %s what breaks the definition, and stores nothing",
    async (code, record, column) => {
      const before = await list("books");
      const table = await project.table("books");
      const error = await project
        .insert("books", [{ title: "fine" }, record])
        .catch((cause: unknown) => translateViolation(table, cause));
      expect(error).toMatchObject({ code, details: [{ path: `/${column}` }] });
      expect((await list("books")).records.length).toBe(before.records.length);
    },
  );

  it("refuses a second row with the same unique value, and allows many nulls", async () => {
    await one("authors", { name: "U", email: "u@example.com" });
    await one("authors", { name: "V" });
    await one("authors", { name: "W" });
    const table = await project.table("authors");
    const error = await project
      .insert("authors", [{ name: "X", email: "u@example.com" }])
      .catch((cause: unknown) => translateViolation(table, cause));
    expect(error).toMatchObject({
      code: "23505",
      status: 409,
      details: [{ path: "/email", message: "Another row has the same email." }],
    });
  });

  it("refuses a reference to a row of another table", async () => {
    const book = await one("books", { title: "not an author" });
    await expect(project.insert("books", [{ title: "x", author_id: book.id ?? null }])).rejects.toMatchObject(
      { code: "23503" },
    );
  });

  it("lets rows of one statement refer to each other", async () => {
    const id = "018f0000-0000-7000-8000-000000000001";
    const rows = await project.insert("books", [
      { title: "second", sequel_of: id },
      { id, title: "first" },
    ]);
    expect(rows[0]?.sequel_of).toBe(id);
  });
});

describe("updating", () => {
  it("changes the given columns and no other", async () => {
    const book = await one("books", { title: "Old", pages: 5, meta: { k: 1 } });
    const { record } = await update("books", book.id, { title: "New", pages: null });
    expect(record).toMatchObject({ title: "New", pages: null, meta: { k: 1 }, created_at: book.created_at });
    expect(record?.updated_at).not.toBe(book.updated_at);
  });

  it("leaves a row alone that moved on since it was read", async () => {
    const book = await one("books", { title: "Old" });
    await update("books", book.id, { title: "Newer" });
    const outcome = await update("books", book.id, { title: "Mine" }, String(book.updated_at));
    expect(outcome).toMatchObject({ found: 1, moved_on: true, record: null });
  });

  it("finds no row of another table", async () => {
    const author = await one("authors", { name: "Z" });
    expect(await update("books", author.id, { title: "x" })).toMatchObject({ found: 0, record: null });
  });
});

describe("deleting", () => {
  it("cascades, sets null, and says what stands in the way", async () => {
    const [ann, ben] = await project.insert("authors", [{ name: "Ann" }, { name: "Ben" }]);
    const own = await one("books", { title: "own", author_id: ann?.id ?? null });
    const edited = await one("books", {
      title: "edited",
      author_id: ben?.id ?? null,
      editor_id: ann?.id ?? null,
    });
    const sequel = await one("books", {
      title: "sequel",
      author_id: ben?.id ?? null,
      sequel_of: own.id ?? null,
    });

    await expect(remove("authors", ann?.id)).rejects.toMatchObject({
      code: "23001",
      table: "books",
      column: "sequel_of",
      constraint: "books_sequel_of_fkey",
      detail: `Key (id)=(${own.id}) is referenced from table "books".`,
    });

    await remove("books", sequel.id);
    expect(JSON.parse(String((await remove("authors", ann?.id)).record))).toMatchObject({ name: "Ann" });
    expect((await list("books", { filters: { id: own.id } })).records).toEqual([]);
    expect((await list("books", { filters: { id: edited.id } })).records[0]).toMatchObject({
      editor_id: null,
      author_id: ben?.id,
    });
  });
});

describe("listing", () => {
  const rows = [
    { title: "aa", pages: 3, price: "10.5", published_on: "2020-01-01", in_print: true, tags: ["red"] },
    {
      title: "ab",
      pages: 1,
      price: "9.75",
      published_on: "2021-06-01",
      in_print: false,
      tags: ["red", "blue"],
    },
    { title: "b%", pages: 2, price: "100", published_on: "2019-01-01", in_print: true, meta: { k: 1 } },
    { title: "c", pages: null, price: null, published_on: null },
  ];
  let other: EngineProject;

  beforeAll(async () => {
    other = project;
    project = await engineProject(db);
    await project.apply([
      create("things", [
        { name: "title", type: "text", required: true, indexed: true },
        { name: "pages", type: "integer", indexed: true },
        { name: "price", type: "numeric", indexed: true },
        { name: "published_on", type: "date", indexed: true },
        { name: "in_print", type: "boolean" },
        { name: "tags", type: "text[]" },
        { name: "meta", type: "jsonb" },
      ]),
    ]);
    await project.insert("things", rows);
  });
  afterAll(() => {
    project = other;
  });

  it.each<[string, unknown, string[]]>([
    ["equality", { title: "aa" }, ["aa"]],
    ["null in the short form", { pages: null }, ["c"]],
    ["a list in the short form", { title: ["aa", "c"] }, ["aa", "c"]],
    ["a number range on an index", { and: [{ column: "pages", op: "gte", value: 2 }] }, ["aa", "b%"]],
    ["a decimal bound with its end", { and: [{ column: "price", op: "lte", value: "10.5" }] }, ["aa", "ab"]],
    ["dates", { and: [{ column: "published_on", op: "lt", value: "2020-06-01" }] }, ["aa", "b%"]],
    [
      "or and not",
      {
        or: [
          { column: "title", op: "eq", value: "c" },
          { column: "pages", op: "eq", value: 1, not: true },
        ],
      },
      ["aa", "b%", "c"],
    ],
    [
      "connectives beside columns",
      { in_print: true, or: [{ title: "aa" }, { title: "ab" }], not: { pages: 9 } },
      ["aa"],
    ],
    ["booleans", { and: [{ column: "in_print", op: "is", value: true }] }, ["aa", "b%"]],
    ["patterns", { and: [{ column: "title", op: "ilike", value: "A%" }] }, ["aa", "ab"]],
    ["part of a text, taken literally", { and: [{ column: "title", op: "contains", value: "%" }] }, ["b%"]],
    ["lists that contain", { and: [{ column: "tags", op: "contains", value: ["red", "blue"] }] }, ["ab"]],
    ["lists that overlap", { and: [{ column: "tags", op: "overlaps", value: ["blue", "green"] }] }, ["ab"]],
    ["objects that contain", { and: [{ column: "meta", op: "contains", value: { k: 1 } }] }, ["b%"]],
  ])("filters by %s", async (_, filters, titles) => {
    const { records } = await list("things", { filters });
    expect(records.map(({ title }) => title)).toEqual(titles);
  });

  it.each([
    [{ nope: 1 }, "/filters/nope"],
    [{ and: [{ column: "pages", op: "eq", value: "many" }] }, "/filters/and/0/value"],
    [{ and: [{ column: "pages", op: "=", value: 1 }] }, "/filters/and/0/op"],
  ])("points at the part of a filter that cannot be understood: %j", async (filters, path) => {
    await expect(list("things", { filters })).rejects.toMatchObject({ code: "RH303", details: [{ path }] });
  });

  it("pages through any order with a cursor, each row once, nulls included", async () => {
    const table = await project.table("things");
    for (const [name, isDescending, nullsFirst] of [
      ["pages", false, false],
      ["pages", true, true],
      ["price", true, false],
      ["in_print", false, true],
      ["published_on", false, false],
    ] as const) {
      const column = table.definition.columns.find((candidate) => candidate.name === name) as Column;
      const sort: SortKey[] = [{ column, isDescending, nullsFirst }];
      const whole = (await list("things", { sort })).records.map(({ title }) => title);
      const seen: unknown[] = [];
      let cursor: ListRequest["cursor"] = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list("things", { sort, limit: 1, cursor });
        seen.push(...page.records.map(({ title }) => title));
        cursor = page.lastKey;
      } while (cursor !== null);
      expect(seen, name).toEqual(whole);
      expect(whole.length).toBe(4);
    }
  });

  it("knows the case of letters beyond ASCII, in an indexed text too", async () => {
    await project.insert("things", [{ title: "Ärger", tags: ["umlaut"] }]);
    const filters = { and: [{ column: "title", op: "ilike", value: "ärger" }] };
    expect((await list("things", { filters })).records).toMatchObject([{ title: "Ärger" }]);
    expect((await list("things", { search: "ÄRG" })).records).toMatchObject([{ title: "Ärger" }]);
    await remove("things", (await list("things", { filters })).records[0]?.id);
  });

  it("counts what a filter finds", async () => {
    const table = await project.table("things");
    const filter = parseFilter(table, { and: [{ column: "pages", op: "gt", value: 1 }] });
    expect(await run(countStatement(await project.catalog(), table, { filter, search: null }))).toEqual({
      count: 2,
    });
  });

  it("reads the same through the relation that typed SQL sees", async () => {
    const statement = relationSelect(await project.catalog(), await project.table("things"));
    const { rows } = await db.database.query<{ title: string }>(project.scope, statement);
    expect(rows.map(({ title }) => title).toSorted()).toEqual(["aa", "ab", "b%", "c"]);
  });
});

describe("changing a definition that holds rows", () => {
  async function titled(name: string): Promise<EngineProject> {
    const fresh = await engineProject(db);
    project = fresh;
    await fresh.apply([
      create(name, [
        { name: "title", type: "text" },
        { name: "size", type: "text" },
      ]),
    ]);
    return fresh;
  }

  it("keeps values through renames, and gives a new column of the old name none of them", async () => {
    const fresh = await titled("things");
    await fresh.insert("things", [{ title: "kept" }]);
    await fresh.apply([
      { kind: "rename_column", table: "things", column: "title", to: "label" },
      { kind: "rename_table", table: "things", to: "items" },
      { kind: "add_column", table: "items", column: { name: "title", type: "text" } },
    ]);
    expect((await list("items")).records[0]).toMatchObject({ label: "kept", title: null });
  });

  it("does not bring back the values of a dropped column", async () => {
    const fresh = await titled("things");
    await fresh.insert("things", [{ title: "gone" }]);
    await fresh.apply([
      { kind: "drop_column", table: "things", column: "title" },
      { kind: "add_column", table: "things", column: { name: "title", type: "text" } },
    ]);
    expect((await list("things")).records[0]?.title).toBeNull();
  });

  it("converts values, fills defaults and slots", async () => {
    const fresh = await titled("things");
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
    const { records } = await list("things", { filters: { and: [{ column: "size", op: "gt", value: 5 }] } });
    expect(records).toMatchObject([{ title: "b", size: 12, done: false }]);
    await expect(fresh.insert("things", [{ title: "a" }])).rejects.toMatchObject({ code: "23505" });
    await expectSlotsToMatchData(fresh);
  });

  it("makes references out of values, and forgets them when the target table goes", async () => {
    const fresh = await titled("things");
    await fresh.apply([create("owners", [{ name: "name", type: "text" }])]);
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
    expect((await list("things")).records).toMatchObject([{ owner_id: owner?.id }]);
    await expectSlotsToMatchData(fresh);
  });

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
        for (const slot of ["t1", "i1", "u1", "r1"] as const)
          if (!used.has(slot)) expect(row[slot]).toBeNull();
      }
    }
  }
});
