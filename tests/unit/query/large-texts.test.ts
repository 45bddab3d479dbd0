import { afterAll, expect, it } from "vitest";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { compileStatement } from "#lib/query/write/compile-statement.ts";
import { sampleCatalog } from "./sample-catalog.ts";

const parser = createParserPool();
afterAll(() => parser.close());

const rows = (row: (index: number) => string) =>
  `select count(*) from (values ${Array.from({ length: 3_000 }, (_, index) => `(${row(index)})`).join(", ")}) v (a)`;

// Where each part looked through the whole of the text, the process served nobody else for half a minute.
it.each([
  ["rows that are cast to a table's", rows((index) => `row(${index}, 'x', null)::authors`)],
  ["texts that are cast to a table's rows", rows((index) => `'(${index},x,)'::authors`)],
  ["rows that are not there", rows(() => "null::authors")],
  ["fields of rows in lists", `${rows(() => "((array_agg(a))[1]).name")}, authors a`],
  ["cells of an INSERT", `insert into authors (name) values ${"('x'::text), ".repeat(3_000)}('y')`],
])("thousands of %s are compiled without a look through the whole text for each", async (_, text) => {
  const parsed = await parser.parse(text);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new Error("not parsed");
  const input = { catalog: sampleCatalog, text, statement, columnsOf: async () => ["a"] };
  const outcome = await compileStatement(input);
  expect(outcome.ok || outcome.refusal).toBe(true);
});
