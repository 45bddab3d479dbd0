import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { translateViolation } from "#lib/engine/violations.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { createTable, type EngineRecords, engineRecords } from "#tests/harness/engine-records.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;
let records: EngineRecords;

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  records = engineRecords(db, project);
  await project.apply([
    createTable("authors", [
      { name: "name", type: "text", required: true },
      { name: "email", type: "email", unique: true },
    ]),
    createTable("books", [
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
});

afterAll(() => db.close());

describe("inserting", () => {
  it("fills defaults and keeps every digit and type", async () => {
    const author = await records.insert("authors", { name: "Ann" });
    const book = await records.insert("books", {
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
      const before = await records.list("books");
      const table = await project.table("books");
      const error = await project
        .insert("books", [{ title: "fine" }, record])
        .catch((cause: unknown) => translateViolation(table, cause));
      expect(error).toMatchObject({ code, details: [{ path: `/${column}` }] });
      expect((await records.list("books")).records.length).toBe(before.records.length);
    },
  );

  it("refuses a second row with the same unique value, and allows many nulls", async () => {
    await records.insert("authors", { name: "U", email: "u@example.com" });
    await records.insert("authors", { name: "V" });
    await records.insert("authors", { name: "W" });
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
    const book = await records.insert("books", { title: "not an author" });
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
    const book = await records.insert("books", { title: "Old", pages: 5, meta: { k: 1 } });
    const { record } = await records.update("books", book.id, { title: "New", pages: null });
    expect(record).toMatchObject({ title: "New", pages: null, meta: { k: 1 }, created_at: book.created_at });
    expect(record?.updated_at).not.toBe(book.updated_at);
  });

  it("leaves a row alone that moved on since it was read", async () => {
    const book = await records.insert("books", { title: "Old" });
    await records.update("books", book.id, { title: "Newer" });
    const outcome = await records.update("books", book.id, { title: "Mine" }, String(book.updated_at));
    expect(outcome).toMatchObject({ found: 1, moved_on: true, record: null });
  });

  it("finds no row of another table", async () => {
    const author = await records.insert("authors", { name: "Z" });
    expect(await records.update("books", author.id, { title: "x" })).toMatchObject({
      found: 0,
      record: null,
    });
  });
});

describe("deleting", () => {
  it("cascades, sets null, and says what stands in the way", async () => {
    const [ann, ben] = await project.insert("authors", [{ name: "Ann" }, { name: "Ben" }]);
    const own = await records.insert("books", { title: "own", author_id: ann?.id ?? null });
    const edited = await records.insert("books", {
      title: "edited",
      author_id: ben?.id ?? null,
      editor_id: ann?.id ?? null,
    });
    const sequel = await records.insert("books", {
      title: "sequel",
      author_id: ben?.id ?? null,
      sequel_of: own.id ?? null,
    });

    await expect(records.remove("authors", ann?.id)).rejects.toMatchObject({
      code: "23001",
      table: "books",
      column: "sequel_of",
      constraint: "books_sequel_of_fkey",
      detail: `Key (id)=(${own.id}) is referenced from table "books".`,
    });

    await records.remove("books", sequel.id);
    expect(JSON.parse(String((await records.remove("authors", ann?.id)).record))).toMatchObject({
      name: "Ann",
    });
    expect((await records.list("books", { filters: { id: own.id } })).records).toEqual([]);
    expect((await records.list("books", { filters: { id: edited.id } })).records[0]).toMatchObject({
      editor_id: null,
      author_id: ben?.id,
    });
  });
});
