import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerQuestion } from "#lib/ai/question/answer-question.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Column, Schema } from "#lib/catalog/types.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";

let server: SqlServer;
let project: EngineProject;

const text = (name: string): Column => ({ name, type: "text" });
const to = (name: string, table: string): Column => ({
  name,
  type: "uuid",
  references: { table, column: "id" },
});
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  server = await ownSqlServer();
  project = await server.project();
  const tables = [
    {
      name: "members",
      columns: [text("name"), text("city"), { name: "is_active", type: "boolean" } as const],
    },
    {
      name: "books",
      columns: [
        text("title"),
        text("author"),
        { name: "price", type: "numeric" } as const,
        { name: "copies", type: "integer" } as const,
        { name: "status", type: "enum", enum_values: ["on_shelf", "lost"] } as const,
      ],
    },
    {
      name: "loans",
      columns: [
        to("book_id", "books"),
        to("member_id", "members"),
        { name: "due_date", type: "date" } as const,
        { name: "returned_at", type: "timestamptz" } as const,
      ],
    },
  ];
  await project.apply(
    tables.map((table) => ({ kind: "create_table", table: completeTable(table) }) as const),
  );
  const [ann, bob] = await project.insert("members", [
    { name: "Ann Ash", city: "Rome", is_active: true },
    { name: "Bob Bay", city: "Oslo", is_active: false },
    { name: "Cid", city: null, is_active: true },
  ]);
  const [emma, dune] = await project.insert("books", [
    { title: "Emma", author: "Jane Austen", price: 12, copies: 2, status: "on_shelf" },
    { title: "Dune", author: "Herbert", price: 20, copies: 0, status: "lost" },
    { title: "Persuasion", author: "Jane Austen", price: 9, copies: 1, status: "on_shelf" },
  ]);
  await project.insert("loans", [
    { book_id: emma?.id ?? null, member_id: ann?.id ?? null, due_date: day(-3), returned_at: null },
    {
      book_id: dune?.id ?? null,
      member_id: ann?.id ?? null,
      due_date: day(-9),
      returned_at: `${day(-10)}T10:00:00Z`,
    },
    { book_id: emma?.id ?? null, member_id: bob?.id ?? null, due_date: day(4), returned_at: null },
  ]);
});
afterAll(() => server.close());

/** What the proposed SQL finds when it runs as typed SQL does: one column of it, or all values of one row. */
async function find(question: string, column?: string): Promise<readonly unknown[]> {
  const { tables } = await project.catalog();
  const schema: Schema = { tables: tables.map(({ definition }) => definition) };
  const { status, sql } = answerQuestion(question, schema);
  expect(status, question).toBe("ok");
  const { columns, rows } = await server.run(project, sql);
  if (column === undefined) return rows.flat();
  const index = columns.findIndex(({ name }) => name === column);
  return rows.map((row) => row[index]);
}

describe("the SQL that is proposed for a question", () => {
  it.each([
    ["books by Austen", "title", ["Emma", "Persuasion"]],
    ["lost books", "title", ["Dune"]],
    ["books out of stock", "title", ["Dune"]],
    ["books cheaper than 10", "title", ["Persuasion"]],
    ["active members", "name", ["Ann Ash", "Cid"]],
    ["members in Rome", "name", ["Ann Ash"]],
    ["members without a city", "name", ["Cid"]],
    ["books currently on loan", "title", ["Emma"]],
    ["members who borrowed Dune", "name", ["Ann Ash"]],
    ["members who never borrowed a book", "name", ["Cid"]],
    ["members with overdue loans", "name", ["Ann Ash"]],
    ["overdue loans with member name", "member_name", ["Ann Ash"]],
    ["loans due this year", "returned_at", expect.anything()],
    ["members with more than one loan", "name", ["Ann Ash"]],
    ["the most expensive book", "title", ["Dune"]],
    ["members created today", "name", ["Ann Ash", "Bob Bay", "Cid"]],
    ["books priced above average", "title", ["Dune"]],
    ["most borrowed book", "title", ["Emma"]],
  ])("runs over the virtual tables and finds the rows: %s", async (question, column, expected) => {
    const found = await find(question, column);
    expect(Array.isArray(expected) ? [...found].sort() : found).toEqual(expected);
  });

  it.each([
    ["how many books are there?", [3]],
    ["how many loans per member", ["Ann Ash", 2, "Bob Bay", 1, "Cid", 0]],
    ["number of books by status", ["lost", 1, "on_shelf", 2]],
    ["authors with more than one book", ["Jane Austen", 2]],
    ["total copies", [3]],
  ])("runs over the virtual tables and counts them: %s", async (question, expected) => {
    const found = await find(question);
    expect([...found].map(String).sort()).toEqual(expected.map(String).sort());
  });
});
