import { describe, expect, it } from "vitest";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Column, Constraint, Schema, Table } from "#lib/catalog/types.ts";
import { cpuMs } from "#tests/harness/cpu-ms.ts";

const table = (name: string, columns: readonly Column[], constraints: readonly Constraint[] = []): Table =>
  completeTable({ name, columns, constraints });
const messages = (...tables: readonly Table[]) =>
  checkSchema({ tables }).map(({ path, message }) => `${path} ${message}`);
const authors = table("authors", [
  { name: "name", type: "text" },
  { name: "email", type: "email", unique: true },
]);
/** The column of a table of its own, behind its id; its problems lie at /tables/0/columns/1. */
const ofColumn = (column: Column) => messages(table("things", [column]));

describe("checkSchema", () => {
  it("finds nothing wrong with a sound schema", () => {
    const posts = table("posts", [
      {
        name: "author_id",
        type: "uuid",
        required: true,
        references: { table: "authors", column: "id", on_delete: "cascade" },
      },
      {
        name: "editor",
        type: "email",
        references: { table: "authors", column: "email", on_delete: "set null" },
      },
      { name: "parent_id", type: "uuid", references: { table: "posts", column: "id" } },
      { name: "status", type: "enum", enum_values: ["draft", "sent"], default: "draft" },
    ]);
    expect(messages(authors, posts)).toEqual([]);
  });

  it("refuses names that are taken, reserved or malformed", () => {
    const twice = table("Posts", [
      { name: "order", type: "text" },
      { name: "title", type: "text" },
      { name: "title", type: "text" },
    ]);
    expect(messages(twice, authors, authors)).toEqual([
      expect.stringContaining('/tables/0/name "Posts" is not a valid name'),
      '/tables/0/columns/1/name "order" is a reserved word of SQL; try "orders".',
      '/tables/0/columns/3/name "Posts" has two columns named "title".',
      '/tables/2/name There are two tables named "authors".',
    ]);
  });

  it("asks for exactly one primary key", () => {
    expect(messages({ name: "things", columns: [{ name: "a", type: "text" }] })).toEqual([
      '/tables/0 "things" has no primary key. Add a column "id" of type uuid, and mark it as the primary key.',
    ]);
    const two: Table = {
      name: "things",
      columns: [
        { name: "a", type: "text", primary_key: true },
        { name: "b", type: "text", primary_key: true },
      ],
    };
    expect(messages(two)).toEqual(['/tables/0 "things" has more than one primary key.']);
  });

  it.each<[Column, string]>([
    [
      { name: "x", type: "uuid", references: { table: "author", column: "id" } },
      '/tables/1/columns/1/references/table "posts.x" points at table "author", which does not exist. Perhaps you meant "authors".',
    ],
    [
      { name: "x", type: "uuid", references: { table: "authors", column: "idd" } },
      '/tables/1/columns/1/references/column "posts.x" points at "authors.idd", a column that does not exist. Perhaps you meant "id".',
    ],
    [
      { name: "x", type: "text", references: { table: "authors", column: "name" } },
      '/tables/1/columns/1/references/column "posts.x" points at "authors.name", which is neither the primary key nor unique. Point at the primary key, or make it unique.',
    ],
    [
      { name: "x", type: "integer", references: { table: "authors", column: "id" } },
      '/tables/1/columns/1/type "posts.x" is of type integer, but "authors.id", which it points at, is of type uuid. Make it uuid.',
    ],
    [
      {
        name: "x",
        type: "uuid",
        required: true,
        references: { table: "authors", column: "id", on_delete: "set null" },
      },
      '/tables/1/columns/1/references/on_delete "x" is required, so it cannot be emptied when the row it points at is deleted. Use "cascade" or "restrict", or make it optional.',
    ],
  ])("refuses a reference that leads nowhere or does not fit", (column, message) => {
    expect(messages(authors, table("posts", [column]))).toEqual([message]);
  });

  it.each<[Column, string]>([
    [
      { name: "x", type: "enum" },
      '/enum_values "x" is of type enum and needs at least one value to choose from.',
    ],
    [
      { name: "x", type: "enum", enum_values: ["a", " "] },
      "/enum_values/1 A value to choose from cannot be empty.",
    ],
    [
      { name: "x", type: "enum", enum_values: ["a", "a"] },
      '/enum_values/1 The value "a" of "x" is there twice.',
    ],
    [
      { name: "x", type: "text", enum_values: ["a"] },
      '/enum_values "x" is of type text; only the type enum takes a list of values.',
    ],
    [
      { name: "x", type: "integer", default: "abc" },
      '/default The default of "x" must be a whole number, like 12.',
    ],
    [
      { name: "x", type: "text", default: "now()" },
      '/default The default of "x" fits only columns of type timestamptz, date or time.',
    ],
    [{ name: "x", type: "jsonb", indexed: true }, '/indexed "x" is of type jsonb, which cannot be indexed.'],
    [{ name: "x", type: "text[]", unique: true }, '/unique "x" is of type text[], which cannot be a key.'],
    [
      { name: "x", type: "text", description: "d".repeat(1001) },
      "/description A description may have at most 1000 characters.",
    ],
  ])("refuses a column that contradicts itself", (column, message) => {
    expect(ofColumn(column)).toEqual([`/tables/0/columns/1${message}`]);
  });

  it("counts characters, not code units, in a description", () => {
    expect(ofColumn({ name: "x", type: "text", description: "🙂".repeat(1000) })).toEqual([]);
  });

  it("refuses texts that Postgres cannot store in a definition", () => {
    const column: Column = { name: "x", type: "enum", enum_values: ["a\u0000"], description: "\ud83d" };
    const things = {
      ...table("things", [column], [{ kind: "check", expression: "x > '\u0000'" }]),
      description: "\u0000",
    };
    expect(messages(things).map((message) => message.split(" ")[0])).toEqual([
      "/tables/0/description",
      "/tables/0/columns/1/enum_values/0",
      "/tables/0/columns/1/description",
      "/tables/0/constraints/0/expression",
    ]);
  });

  it("refuses a constraint's name that is empty or too long", () => {
    const things = table(
      "things",
      [{ name: "x", type: "text" }],
      [
        { kind: "check", name: "", expression: "true" },
        { kind: "check", name: "é".repeat(32), expression: "true" },
        { kind: "check", name: "Any Name", expression: "true" },
      ],
    );
    expect(messages(things).map((message) => message.split(" ")[0])).toEqual([
      "/tables/0/constraints/0/name",
      "/tables/0/constraints/1/name",
    ]);
  });

  it("refuses an enum with more than 100 values", () => {
    const values = Array.from({ length: 101 }, (_, index) => `v${index}`);
    expect(ofColumn({ name: "x", type: "enum", enum_values: values })[0]).toContain("at most 100");
    expect(ofColumn({ name: "x", type: "enum", enum_values: values.slice(1) })).toEqual([]);
  });

  it("checks keys over several columns", () => {
    const columns: Column[] = [
      { name: "a", type: "text" },
      { name: "b", type: "jsonb" },
    ];
    const things = table("things", columns, [
      { kind: "unique", columns: ["a", "c"] },
      { kind: "index", columns: ["a", "b"] },
      { kind: "unique", columns: ["a", "a"] },
      { kind: "check" },
      { kind: "index", columns: [] },
    ]);
    expect(messages(things)).toEqual([
      '/tables/0/constraints/0/columns/1 "things" has no column "c". Perhaps you meant "a".',
      '/tables/0/constraints/1/columns/1 "b" is of type jsonb, which cannot be indexed.',
      '/tables/0/constraints/2/columns/1 "a" is there twice.',
      "/tables/0/constraints/3/expression A check needs an expression, like price >= 0.",
      "/tables/0/constraints/4/columns A key or an index needs at least one column.",
    ]);
  });

  it("checks foreign keys over several columns", () => {
    const seats = table(
      "seats",
      [
        { name: "room", type: "text" },
        { name: "number", type: "integer" },
      ],
      [{ kind: "unique", columns: ["room", "number"] }],
    );
    const bookings = (columns: readonly string[], targets: readonly string[]) =>
      table(
        "bookings",
        [
          { name: "room", type: "text" },
          { name: "number", type: "integer" },
          { name: "code", type: "text" },
        ],
        [{ name: "fk", kind: "foreign_key", columns, references: { table: "seats", columns: targets } }],
      );
    expect(messages(seats, bookings(["room", "number"], ["room", "number"]))).toEqual([]);
    expect(messages(seats, bookings(["number", "room"], ["number", "room"]))).toEqual([]);
    expect(messages(seats, bookings(["room", "code"], ["room", "number"]))).toEqual([
      '/tables/1/constraints/0/columns/1 "bookings.code" is of type text, but "seats.number", which it points at, is of type integer. Make it integer.',
    ]);
    expect(messages(seats, bookings(["room", "number"], ["room"]))[0]).toContain(
      "has 2 columns but points at 1",
    );
    expect(messages(seats, bookings(["room", "code"], ["room", "id"])).join()).toContain("is of type uuid");
  });

  it("refuses a second reference on one column", () => {
    const posts = table(
      "posts",
      [{ name: "author_id", type: "uuid", references: { table: "authors", column: "id" } }],
      [{ kind: "foreign_key", columns: ["author_id"], references: { table: "authors", columns: ["id"] } }],
    );
    expect(messages(authors, posts)).toEqual([
      '/tables/1/constraints/0/columns/0 "posts.author_id" already points at "authors"; a column can point at one place only.',
    ]);
  });
});

describe("limits of a table", () => {
  const many = (count: number, column: Omit<Column, "name">): Column[] =>
    Array.from({ length: count }, (_, index) => ({ name: `c${index}`, ...column }));

  it.each<[string, Omit<Column, "name">, number]>([
    ["text", { type: "text", indexed: true }, 4],
    ["enum", { type: "enum", enum_values: ["a"], indexed: true }, 4],
    ["integer", { type: "integer", indexed: true }, 6],
    ["boolean", { type: "boolean", indexed: true }, 3],
    ["bigint", { type: "bigint", indexed: true }, 3],
    ["numeric", { type: "numeric", indexed: true }, 2],
    ["number", { type: "number", indexed: true }, 2],
    ["timestamptz", { type: "timestamptz", indexed: true }, 3],
    ["date", { type: "date", indexed: true }, 5],
  ])("allows so many indexed columns of type %s, and says what to do past it", (_, column, countMax) => {
    expect(messages(table("things", many(countMax, column)))).toEqual([]);
    const past = messages(table("things", many(countMax + 1, column)));
    expect(past).toHaveLength(1);
    expect(past[0]).toContain(`/tables/0/columns/${countMax + 1}/indexed "c${countMax}" cannot be indexed`);
    expect(past[0]).toContain("Take the index off another one first.");
  });

  it("counts no index for the id, the timestamps and references by id", () => {
    const columns: Column[] = [
      ...many(4, { type: "text", indexed: true }),
      { name: "id", type: "uuid", primary_key: true, indexed: true },
      { name: "author_id", type: "uuid", indexed: true, references: { table: "authors", column: "id" } },
      ...["a", "b", "c"].map((name): Column => ({ name, type: "date", indexed: true })),
      { name: "created_at", type: "timestamptz", indexed: true },
    ];
    expect(messages(table("things", columns), authors)).toEqual([]);
  });

  it("allows four unique keys besides a uuid primary key, and three besides another", () => {
    const unique = (count: number) => many(count, { type: "text", unique: true });
    const code: Column = { name: "code", type: "text", primary_key: true };
    expect(messages(table("things", unique(4)))).toEqual([]);
    expect(messages(table("things", unique(5)))[0]).toContain("5 unique keys; a table may have at most 4");
    expect(messages(table("things", [code, ...unique(3)]))).toEqual([]);
    expect(messages(table("things", [code, ...unique(4)]))).toHaveLength(1);
  });

  it("allows six references and a hundred columns", () => {
    const references = (count: number) =>
      many(count, { type: "uuid", references: { table: "authors", column: "id" } });
    expect(messages(authors, table("things", references(6)))).toEqual([]);
    expect(messages(authors, table("things", references(7)))[0]).toContain(
      "7 references; a table may have at most 6",
    );
    expect(messages(table("things", many(97, { type: "text" })))).toEqual([]);
    expect(messages(table("things", many(98, { type: "text" })))[0]).toContain("101 columns");
  });

  it("reports a hundred problems of a hostile schema, within a second", () => {
    const column = (index: number): Column => ({
      name: `c${index}`,
      type: "uuid",
      references: { table: `t${"x".repeat(55)}${index}`, column: "id" },
    });
    const columns = Array.from({ length: 50 }, (_, index) => column(index));
    const tables = Array.from({ length: 300 }, (_, index) => table(`t${"y".repeat(55)}${index}`, columns));
    expect(cpuMs(() => expect(checkSchema({ tables })).toHaveLength(100))).toBeLessThan(5_000);
  });

  it("allows so many tables as it is told", () => {
    const schema: Schema = { tables: Array.from({ length: 501 }, (_, index) => table(`t${index}`, [])) };
    expect(checkSchema(schema)).toEqual([
      { path: "/tables", message: "There are 501 tables; at most 500 are possible." },
    ]);
    expect(checkSchema({ tables: schema.tables.slice(0, 201) }, 200)).toHaveLength(1);
    expect(checkSchema({ tables: schema.tables.slice(0, 200) }, 200)).toEqual([]);
  });
});
