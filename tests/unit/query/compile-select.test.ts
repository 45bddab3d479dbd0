import { afterAll, describe, expect, it } from "vitest";
import { type CompiledSelect, compileSelect } from "#lib/query/compile-select.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { relationOf, sampleCatalog } from "./sample-catalog.ts";

const parser = createParserPool();
afterAll(() => parser.close());

async function outcome(text: string, index = 0) {
  const parsed = await parser.parse(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const statement = parsed.statements[index];
  if (statement === undefined) throw new Error("no such statement");
  return compileSelect(sampleCatalog, text, statement);
}

async function compiled(text: string, index = 0): Promise<CompiledSelect> {
  const result = await outcome(text, index);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.compiled;
}

const books = relationOf("books");
const authors = relationOf("authors");

describe("the relations of the tables that a query reads", () => {
  it.each([
    ["select 1", "select 1"],
    ["select * from books", `WITH ${books} select * from books`],
    ["select * from ONLY books b", `WITH ${books} select * from ONLY books b`],
    ["table books", `WITH ${books} table books`],
    ["values ((select 1 from books))", `WITH ${books} values ((select 1 from books))`],
    ["(select 1 from books)", `WITH ${books} (select 1 from books)`],
    ['select * from "Weird name"', `WITH ${relationOf("Weird name")} select * from "Weird name"`],
    ["select * from BOOKS", `WITH ${books} select * from BOOKS`],
    [
      "select (select max(id) from authors), b.* from books b, books c",
      `WITH ${authors}, ${books} select (select max(id) from authors), b.* from books b, books c`,
    ],
    [
      "select id from books union select id from authors order by 1",
      `WITH ${authors}, ${books} select id from books union select id from authors order by 1`,
    ],
  ])("stand in front: %s", async (text, expected) => {
    expect((await compiled(text)).text).toBe(expected);
  });

  it.each([
    [
      "with x as (select * from books) select * from x",
      `with ${books}, x as (select * from books) select * from x`,
    ],
    [
      "WITH /* c */ Recursive x as (select id from books) select * from x",
      `WITH /* c */ Recursive ${books}, x as (select id from books) select * from x`,
    ],
    [
      "((with x as (select 1) select id from books) limit 1)",
      `((with ${books}, x as (select 1) select id from books) limit 1)`,
    ],
    [
      "(with x as (select id from books) select id from x) union select 1",
      `WITH ${books} (with x as (select id from books) select id from x) union select 1`,
    ],
  ])("join the statement's own WITH: %s", async (text, expected) => {
    expect((await compiled(text)).text).toBe(expected);
  });

  it.each([
    "with books as (select * from books where id < 3) select * from books",
    "with a as (select id from books), books as (select 1) select * from a -- the end",
    "with books as (select 1) select (with x as (select 2) select * from x), authors.* from authors, books, (with books as (select 3) select 4) y where exists (select from authors)",
  ])("go one level out when a WITH query has the table's name: %s", async (text) => {
    const { text: result } = await compiled(text);
    const expected = text.startsWith("with books as (select 1)")
      ? `with ${authors}, ${text.slice(5)}`
      : `WITH ${books} SELECT * FROM (${text}\n) AS result`;
    expect(result.replace("with  ", "with ")).toBe(expected);
  });

  it.each([
    "with books as (select 1 as one) select * from books",
    "with recursive books as (select 1 as n union all select n + 1 from books where n < 3) select * from books",
    "with a as (select 1), b as (select * from a) select * from b, lateral (with c as (select * from a) select * from c) x",
  ])("are left out where a WITH query hides the table: %s", async (text) => {
    expect((await compiled(text)).text).toBe(text);
  });

  it("are needed inside of a WITH query of the same name unless it is recursive", async () => {
    const { text } = await compiled(
      "select * from (with books as (select id from books) select * from books) x",
    );
    expect(text).toBe(
      `WITH ${books} select * from (with books as (select id from books) select * from books) x`,
    );
  });

  it("serve each statement of a text by itself", async () => {
    const text = "select 1 from books; ; select 2 from authors -- end\n";
    expect((await compiled(text, 0)).text).toBe(`WITH ${books} select 1 from books`);
    expect((await compiled(text, 1)).text).toBe(`WITH ${authors} select 2 from authors -- end\n`);
  });
});

describe("the schema public", () => {
  it.each([
    ["select * from public.books", "select * from        books"],
    [
      'select "public" /* é𝒳 */ . "books".id from public . books',
      'select          /* é𝒳 */   "books".id from          books',
    ],
    [
      "select public.books.*, b.id from public.books, books b",
      "select        books.*, b.id from        books, books b",
    ],
    [
      "select 'é', public.books.id from U&\"p!0075blic\" UESCAPE '!' . books",
      `select 'é',        books.id from ${" ".repeat(28)} books`,
    ],
  ])("may be written: %s", async (text, expected) => {
    const { text: result } = await compiled(text);
    expect(result).toBe(`WITH ${books} ${expected}`);
    expect(expected).toHaveLength(text.length);
  });

  it("names the table even beside a WITH query of its name, or says that it cannot", async () => {
    const inside = "with books as (select id from public.books) select * from books";
    expect((await compiled(inside)).text).toContain(
      "SELECT * FROM (with books as (select id from        books)",
    );
    const beside = await outcome("with books as (select 1) select * from books, public.books");
    expect(beside).toMatchObject({ ok: false, refusal: { code: "0A000", location: 46 } });
  });
});

describe("names that are no tables", () => {
  it.each([
    ["select * from boks", "42P01", 'relation "boks" does not exist', 'Perhaps you meant "books".'],
    [
      "select * from public.boks",
      "42P01",
      'relation "public.boks" does not exist',
      'Perhaps you meant "books".',
    ],
    ["select * from project_data", "42P01", 'relation "project_data" does not exist', null],
    ["with x as (select 1) select * from y", "42P01", 'relation "y" does not exist', null],
    [
      "with a as (select * from b), b as (select 1) select * from a",
      "42P01",
      'relation "b" does not exist',
      null,
    ],
    [
      "select * from (with x as (select 1) select * from x) a, x",
      "42P01",
      'relation "x" does not exist',
      null,
    ],
    ['select * from "Books"', "42P01", 'relation "Books" does not exist', 'Perhaps you meant "books".'],
  ])("are refused: %s", async (text, code, message, hint) => {
    expect(await outcome(text)).toMatchObject({ ok: false, refusal: { code, message, hint } });
  });
});

describe("grouping by a primary key", () => {
  it.each([
    ["select title from books group by id", ' "books"."title",'],
    ["select b.title, count(*) from books b join authors a on true group by b.id", ' "b"."title",'],
    ["select id, title from books group by 1 order by pages", ' "books"."title", "books"."pages",'],
    ["select * from books group by id", ' "books"."title", "books"."author_id", "books"."pages",'],
    [
      "select books from books group by id",
      ' "books"."title", "books"."author_id", "books"."pages", "books",',
    ],
    ["select id as k, title from books group by k", ' "books"."title",'],
    ["select b from books x(a, b) group by a", ' "x"."b",'],
    ["select name, title from authors join books using (id) group by id", ' "authors"."name",'],
    ["select label from shelves group by number, room", ' "shelves"."label",'],
  ])("shows the columns that depend on it: %s", async (text, added) => {
    const { text: result } = await compiled(text);
    const [before, after] = text.split(/(?<=group by)/);
    expect(result.slice(result.indexOf(") select") + 2)).toBe(`${before}${added}${after}`);
  });

  it.each([
    "select title from books group by title",
    "select label from shelves group by room",
    "select title from books group by rollup (id)",
    "select a.name from books b, authors a group by b.id",
    "select title from (select * from books) b group by id",
    "with books as (select 1 as id, 2 as title from authors) select title from books group by id",
    "select count(*) from books group by id",
  ])("adds nothing else: %s", async (text) => {
    expect((await compiled(text)).text).toMatch(/group by (title|room|rollup \(id\)|b\.id|id)$/);
  });
});

describe("positions", () => {
  it("are those of the statement as typed", async () => {
    const text = "with x as (select 1) select 'é𝒳', nope, title from books group by id";
    const { text: result, toStatement } = await compiled(text);
    for (const word of ["with", "x as", "nope", "from books", "id"]) {
      const sent = [...result.slice(0, result.lastIndexOf(word))].length + 1;
      const typed = [...text.slice(0, text.lastIndexOf(word))].length + 1;
      expect([word, toStatement(sent)]).toEqual([word, typed]);
    }
    expect(toStatement(result.indexOf("project_data"))).toBeNull();
    expect(toStatement([...result.slice(0, result.indexOf('"books"."title"'))].length + 2)).toBeNull();
  });

  it("stay inside of the statement when it is wrapped", async () => {
    const text = "with books as (select 1 from books) select * from books";
    const { text: result, toStatement } = await compiled(text);
    expect(toStatement(result.lastIndexOf("books") + 1)).toBe(text.lastIndexOf("books") + 1);
    expect(toStatement(result.length)).toBeNull();
  });
});

describe("the position of a name that lost its schema", () => {
  it("is where the schema stood", async () => {
    const text = "select 'é', public /* x */ . books.nope from public.books";
    const { text: result, toStatement } = await compiled(text);
    const sent = [...result.slice(0, result.indexOf("books.nope"))].length + 1;
    expect(toStatement(sent)).toBe(13);
    expect(toStatement(sent + 6)).toBe(13 + "public /* x */ . ".length + 6);
  });
});

describe("parameters", () => {
  it("pass through and are counted", async () => {
    const result = await compiled("select $2::int, $1 from books where id = $2");
    expect(result.text).toBe(`WITH ${books} select $2::int, $1 from books where id = $2`);
    expect([...result.parameters].sort()).toEqual([1, 2]);
  });
});
