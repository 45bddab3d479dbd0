import { afterAll, beforeAll, expect, it } from "vitest";
import type { Column } from "#lib/catalog/types.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";
import { countStatement, type ListRequest } from "#lib/engine/read/list.ts";
import type { SortKey } from "#lib/engine/read/order.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { createTable, type EngineRecords, engineRecords } from "#tests/harness/engine-records.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

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

let db: TestDatabase;
let project: EngineProject;
let records: EngineRecords;

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  records = engineRecords(db, project);
  await project.apply([
    createTable("things", [
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

afterAll(() => db.close());

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
])("a list is filtered by %s", async (_, filters, titles) => {
  const { records: found } = await records.list("things", { filters });
  expect(found.map(({ title }) => title)).toEqual(titles);
});

it.each([
  [{ nope: 1 }, "/filters/nope"],
  [{ and: [{ column: "pages", op: "eq", value: "many" }] }, "/filters/and/0/value"],
  [{ and: [{ column: "pages", op: "=", value: 1 }] }, "/filters/and/0/op"],
])("a list points at the part of a filter that cannot be understood: %j", async (filters, path) => {
  await expect(records.list("things", { filters })).rejects.toMatchObject({
    code: "RH303",
    details: [{ path }],
  });
});

it("a list in any order is paged through with a cursor, each row once, nulls included", async () => {
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
    const whole = (await records.list("things", { sort })).records.map(({ title }) => title);
    const seen: unknown[] = [];
    let cursor: ListRequest["cursor"] = null;
    do {
      const page: Awaited<ReturnType<EngineRecords["list"]>> = await records.list("things", {
        sort,
        limit: 1,
        cursor,
      });
      seen.push(...page.records.map(({ title }) => title));
      cursor = page.lastKey;
    } while (cursor !== null);
    expect(seen, name).toEqual(whole);
    expect(whole.length).toBe(4);
  }
});

it("a list knows the case of letters beyond ASCII, in an indexed text too", async () => {
  await project.insert("things", [{ title: "Ärger", tags: ["umlaut"] }]);
  const filters = { and: [{ column: "title", op: "ilike", value: "ärger" }] };
  expect((await records.list("things", { filters })).records).toMatchObject([{ title: "Ärger" }]);
  expect((await records.list("things", { search: "ÄRG" })).records).toMatchObject([{ title: "Ärger" }]);
  await records.remove("things", (await records.list("things", { filters })).records[0]?.id);
});

it("a count is of what a filter finds", async () => {
  const table = await project.table("things");
  const filter = parseFilter(table, { and: [{ column: "pages", op: "gt", value: 1 }] });
  expect(await records.run(countStatement(await project.catalog(), table, { filter, search: null }))).toEqual(
    {
      count: 2,
    },
  );
});

it("the relation that typed SQL sees has the same rows", async () => {
  const statement = relationSelect(await project.catalog(), await project.table("things"));
  const { rows } = await db.database.query<{ title: string }>(project.scope, statement);
  expect(rows.map(({ title }) => title).toSorted()).toEqual(["aa", "ab", "b%", "c"]);
});
