import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Outcome, type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";
import { linesOf } from "#tests/harness/sql-statements.ts";

const tables = [
  "create type ticket_state as enum ('new', 'active', 'waiting', 'closed')",
  "create table queues (id int primary key, name text, kind ticket_state)",
  "create table tickets (id int primary key, state ticket_state, queue int references queues (id))",
  "create index on tickets (state)",
  "create function after(s ticket_state) returns setof int language sql as $$ select id from tickets where state > s order by state, id $$",
  "create table flows (id int primary key, path ticket_state[])",
  "insert into flows values (1, '{active,new}'), (2, '{}'), (3, null), (4, '{closed,NULL}')",
  "insert into queues values (1, 'first', 'waiting'), (2, 'second', 'new'), (7, 'third', null)",
  "insert into tickets values (1, 'closed', 1), (2, 'active', 2), (3, 'new', 2), (4, null, null), (5, 'waiting', 1), (6, 'active', 1)",
];

let twin: SqlTwin;

beforeAll(async () => {
  twin = await sqlTwin(tables);
});

afterAll(() => twin.close());

/** What `pg_typeof` gives has a type of its own in plain tables. */
function withoutTypes(outcome: Outcome): unknown {
  if ("code" in outcome) return outcome;
  return { ...outcome, columns: outcome.columns.map((column) => column.replace(/regtype$/, "text")) };
}

describe("values of an enum", () => {
  it.each(linesOf("enums"))("do what they do in plain tables: %s", async (text) => {
    const { virtual, native } = await twin.compare(text);
    expect(withoutTypes(virtual)).toEqual(withoutTypes(native));
    expect(native).not.toHaveProperty("code");
  });

  it.each(linesOf("enum-errors"))("are told as wrong as by plain tables: %s", async (text) => {
    const { virtual, native } = await twin.faults(text);
    expect(virtual).toEqual(native);
  });
});
