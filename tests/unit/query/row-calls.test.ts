import { afterAll, expect, it } from "vitest";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { columnNames } from "#lib/query/rows/row-calls.ts";
import { sampleCatalog } from "./sample-catalog.ts";

const parser = createParserPool();
afterAll(() => parser.close());

const sleepy = newTable({
  name: "nights",
  columns: [
    { name: "id", type: "bigint", primary_key: true },
    { name: "pg_sleep", type: "text" },
  ],
});
const catalog = { ...sampleCatalog, tables: [...sampleCatalog.tables, sleepy] };

async function named(text: string): Promise<readonly string[]> {
  const parsed = await parser.parse(text);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new Error(text);
  return columnNames(catalog, new Set(), statement.tree);
}

it("title(b) is the column of a whole row", async () => {
  expect(new Set(await named("select title(b), pages(b.*) from books b"))).toEqual(
    new Set(["title", "pages"]),
  );
  expect(await named("select title(b) from (select 1) b")).toEqual([]);
});

it("a name that is also called otherwise is not let past the guard", async () => {
  expect(await named("select title(b), title(1) from books b")).toEqual([]);
});

it("a column never lends its name to one of Postgres's functions", async () => {
  expect(await named("select pg_sleep(n) from nights n")).toEqual([]);
});
