import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSelect } from "#lib/ai/pipeline/check-select.ts";
import { answerQuestion } from "#lib/ai/question/answer-question.ts";
import type { Column, Schema, Table } from "#lib/catalog/types.ts";
import { cpuMs } from "#tests/harness/cpu-ms.ts";

const to = (table: string): Partial<Column> => ({ type: "uuid", references: { table, column: "id" } });

function table(name: string, columns: { readonly [name: string]: Partial<Column> }): Table {
  const id: Column = { name: "id", type: "uuid", primary_key: true };
  return {
    name,
    columns: [
      id,
      ...Object.entries(columns).map(([column, more]) => ({ name: column, type: "text", ...more }) as Column),
    ],
  };
}

/** A school library, with every kind of column that questions are about. */
const schema: Schema = {
  tables: [
    table("members", {
      name: {},
      email: { type: "email" },
      city: {},
      birth_date: { type: "date" },
      joined_at: { type: "timestamptz" },
      is_active: { type: "boolean" },
    }),
    table("genres", { name: {} }),
    table("books", {
      title: {},
      author: {},
      price: { type: "numeric" },
      copies: { type: "integer" },
      published_year: { type: "integer" },
      status: { type: "enum", enum_values: ["on_shelf", "lost", "in_repair"] },
      genre_id: to("genres"),
    }),
    table("loans", {
      book_id: to("books"),
      member_id: to("members"),
      due_date: { type: "date" },
      returned_at: { type: "timestamptz" },
      fee: { type: "numeric" },
    }),
    table("tags", { name: {} }),
    table("book_tags", { book_id: to("books"), tag_id: to("tags") }),
  ],
};

function sqlOf(question: string): string {
  const { status, sql, explanation } = answerQuestion(question, schema);
  expect(`${status} ${explanation}`).toMatch(/^ok /);
  return sql.replace(/\s+/g, " ");
}

describe("a question", () => {
  it.each([
    ["show me all members", "select members.* from members"],
    ["how many books are there?", "select count(*) from books"],
    ["names and emails of members", "select members.name, members.email from members"],
    ["what cities do members live in", "select distinct members.city from members"],
    ["books over 20", "select books.* from books where books.price > 20"],
    ["books with at most 3 copies", "select books.* from books where books.copies <= 3"],
    ["books between 10 and 20 euros", "select books.* from books where books.price between 10 and 20"],
    ["books published before 1900", "select books.* from books where books.published_year < 1900"],
    [
      "members in Rome or Paris",
      "select members.* from members where lower(members.city) in ('rome', 'paris')",
    ],
    ["books by Jane Austen", "select books.* from books where books.author ~* '\\mJane Austen\\M'"],
    ["books that are not lost", "select books.* from books where books.status <> 'lost'"],
    ["books in repair", "select books.* from books where books.status = 'in_repair'"],
    ["inactive members", "select members.* from members where not (members.is_active)"],
    ["members without email", "select members.* from members where members.email is null"],
    ["members whose name starts with A", "select members.* from members where members.name ilike 'A%'"],
    [
      "members older than 18",
      "select members.* from members where members.birth_date < current_date - interval '18 years'",
    ],
    [
      "books priced above average",
      "select books.* from books where books.price > (select avg(price) from books)",
    ],
  ])("about one table becomes a filter: %s", (question, sql) => {
    expect(sqlOf(question)).toBe(sql);
  });

  it.each([
    ["today", "loans.due_date = current_date"],
    ["tomorrow", "loans.due_date = current_date + 1"],
    [
      "this month",
      "loans.due_date >= date_trunc('month', current_date) and loans.due_date < date_trunc('month', current_date) + interval '1 month'",
    ],
    ["in the next 7 days", "loans.due_date >= current_date and loans.due_date <= current_date + 7"],
    ["before 2026-03-01", "loans.due_date < date '2026-03-01'"],
    ["in March 2026", "loans.due_date >= date '2026-03-01' and loans.due_date < date '2026-04-01'"],
  ])("about a time compares with the date that the verb names: %s", (time, condition) => {
    expect(sqlOf(`loans due ${time}`)).toBe(`select loans.* from loans where ${condition}`);
  });

  it.each([
    [
      "books of genre Fantasy",
      "select books.*, genres.name as genre_name from books join genres on genres.id = books.genre_id where genres.name ilike 'Fantasy'",
    ],
    [
      "list books with their genre",
      "select books.*, genres.name as genre_name from books left join genres on genres.id = books.genre_id",
    ],
    [
      "genres without books",
      "select genres.* from genres where not exists ( select 1 from books where books.genre_id = genres.id )",
    ],
    [
      "members who borrowed Emma",
      "select members.* from members where exists ( select 1 from loans join books on books.id = loans.book_id where loans.member_id = members.id and books.title ilike 'Emma' )",
    ],
    [
      "books tagged classic",
      "select books.* from books where exists ( select 1 from book_tags join tags on tags.id = book_tags.tag_id where book_tags.book_id = books.id and tags.name ilike 'classic' )",
    ],
    [
      "books currently on loan",
      "select books.* from books where exists ( select 1 from loans where loans.book_id = books.id and loans.returned_at is null )",
    ],
    [
      "members with more than 2 loans",
      "select members.* from members where ( select count(loans.member_id) from loans where loans.member_id = members.id ) > 2",
    ],
    [
      "overdue loans",
      "select loans.* from loans where loans.due_date < current_date and loans.returned_at is null",
    ],
  ])("about related rows follows the references: %s", (question, sql) => {
    expect(sqlOf(question)).toBe(sql);
  });

  it.each([
    ["total fees", "select sum(loans.fee) from loans"],
    [
      "number of loans per member",
      "select members.name, count(loans.member_id) as loans_count from members left join loans on loans.member_id = members.id group by members.id, members.name",
    ],
    [
      "total fees per member",
      "select members.name, sum(loans.fee) as total_fee from members join loans on loans.member_id = members.id group by members.id, members.name",
    ],
    [
      "average price by genre",
      "select genres.name, avg(books.price) as average_price from genres join books on books.genre_id = genres.id group by genres.id, genres.name",
    ],
    [
      "how many books per status",
      "select books.status, count(*) as books_count from books group by books.status",
    ],
    [
      "number of members per month",
      "select date_trunc('month', members.joined_at)::date as month, count(*) as members_count from members group by date_trunc('month', members.joined_at)::date",
    ],
    [
      "average number of loans per member",
      "select avg(( select count(loans.member_id) from loans where loans.member_id = members.id )) from members",
    ],
    [
      "the most common status of books",
      "select books.status, count(*) as books_count from books group by books.status order by books_count desc nulls last limit 1",
    ],
    [
      "latest loan of each member",
      "select members.name, max(loans.due_date) as highest_due_date from members join loans on loans.member_id = members.id group by members.id, members.name",
    ],
    [
      "authors with more than one book",
      "select books.author, count(*) as books_count from books group by books.author having count(*) > 1",
    ],
  ])("about figures groups as asked: %s", (question, sql) => {
    expect(sqlOf(question)).toBe(sql);
  });

  it.each([
    ["the cheapest book", "select books.* from books order by books.price limit 1"],
    ["3 most expensive books", "select books.* from books order by books.price desc nulls last limit 3"],
    ["newest member", "select members.* from members order by members.joined_at desc nulls last limit 1"],
    ["members sorted by name", "select members.* from members order by members.name"],
    [
      "members with the most loans",
      "select members.*, ( select count(loans.member_id) from loans where loans.member_id = members.id ) as loans_count from members order by loans_count desc nulls last limit 10",
    ],
  ])("about an order is sorted and limited: %s", (question, sql) => {
    expect(sqlOf(question)).toBe(sql);
  });

  it.each([
    "delete all books",
    "please remove the member Ann",
    "add a new genre",
    "set the price of all books to 0",
    "show books and then drop table books",
    "books; truncate loans",
  ])("that asks for a change is refused: %s", (question) => {
    const answer = answerQuestion(question, schema);
    expect(answer).toMatchObject({ status: "reject", sql: "" });
    expect(answer.explanation).toContain("Only questions are answered");
  });

  it.each(["hello", "what is the weather like?", "", "???", "show me invoices"])(
    "that names nothing known is answered with the names of the tables: %s",
    (question) => {
      const answer = answerQuestion(question, schema);
      expect(answer).toMatchObject({ status: "clarify", sql: "" });
      expect(answer.explanation).toContain("members, genres, books");
    },
  );

  it("says which words it did not take into account", () => {
    expect(answerQuestion("members who whistle", schema).explanation).toContain(
      'Not taken into account: "whistle"',
    );
  });

  it("cannot break out of the literals and names that it ends up in", () => {
    const injection = "books by O'Neil'; drop table books; --";
    const { status, sql } = answerQuestion(injection, schema);
    if (status === "ok") expect(checkSelect(sql).ok).toBe(true);
    const odd: Schema = { tables: [{ name: 'My "odd" Table', columns: [{ name: "select", type: "text" }] }] };
    expect(answerQuestion("how many my odd tables", odd).sql).toBe(
      'select count(*)\nfrom "My ""odd"" Table"',
    );
  });

  it("has one safe answer, whatever it says", () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...'books members loans genre author title price in by with without more than 3 "x\'y" Emma or and not overdue most per total average of sorted last month 2020'.split(
          " ",
        ),
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const question = words.join(" ");
        const answer = answerQuestion(question, schema);
        expect(answerQuestion(question, schema)).toEqual(answer);
        if (answer.status === "ok") expect(checkSelect(answer.sql)).toMatchObject({ ok: true });
        else expect(answer.sql).toBe("");
      }),
      { numRuns: 600 },
    );
  });

  it("is answered at once over two hundred tables", () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      table(`things_${index}`, {
        name: {},
        status: {},
        size: { type: "integer" },
        a_id: to(`things_${(index + 1) % 200}`),
        b_id: to(`things_${(index * 7) % 200}`),
        c_id: to("users"),
      }),
    );
    const wide: Schema = { tables: [table("users", { name: {} }), ...many] };
    const question = "things 7 by Ann with more than 3 users in Paris and total size per status";
    expect(cpuMs(() => answerQuestion(question, wide))).toBeLessThan(1_500);
  });
});
