import { describe, expect, it } from "vitest";
import { mayPass } from "#lib/db/statement-door.ts";

describe("the door in front of the server", () => {
  it.each([
    "select 1",
    "WITH a AS (SELECT 1) SELECT 1",
    "  -- a comment\n\t((values (1)))",
    "/* one /* inside */ of another */ table posts",
    "explain (format json) select 1",
    "insert into x values (1)",
    "merge into x using y on true when matched then delete",
  ])("lets queries and writes pass: %s", (text) => {
    expect(mayPass(text)).toBe(true);
  });

  it.each([
    "lock table rowhouse.project_data",
    "set role rowhouse_owner",
    "/* /* */ select */ set role x",
    "-- select\rreset all",
    "do $$begin end$$",
    "copy x to program 'id'",
    "call f()",
    "declare c cursor for select 1",
    "listen x",
    "begin",
    "",
    "/* select 1",
    "selectx",
    "\u00a0select 1",
  ])("lets nothing else pass: %s", (text) => {
    expect(mayPass(text)).toBe(false);
  });
});
