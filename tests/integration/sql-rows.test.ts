import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";
import { linesOf } from "#tests/harness/sql-statements.ts";

const lines = linesOf("rows");

/** Columns of types that have no equality, and rows that refer to rows of their table. */
const tables = [
  "create table places (id int primary key, name text not null, spot point, doc json, inside int references places (id))",
  `insert into places values (1, 'land', '(1,2)', '{"b": 1, "a": [1]}', null), (2, 'town', null, '"x"', 1), (3, 'lane', '(0,-1)', null, 2), (4, 'Öd', '(5,5)', '[]', 2)`,
  "create function shout(t text) returns text language sql immutable as $$ select upper(t) || '!' $$",
  "create function within(place int) returns setof places language sql stable as 'select * from places where inside = place order by id'",
  "create view spots as select id, name, spot from places where spot is not null",
];

let twin: SqlTwin;

beforeAll(async () => {
  twin = await sqlTwin(tables);
});

afterAll(() => twin.close());

describe("rows of a table in a query", () => {
  it.each(lines)("are what they are in plain tables: %s", async (text) => {
    const { virtual, native } = await twin.compare(text);
    expect(virtual).toEqual(native);
    expect(native).not.toHaveProperty("code");
  });
});
