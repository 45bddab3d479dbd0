import { describe, expect, it } from "vitest";
import { checkSelect } from "#lib/ai/pipeline/check-select.ts";

describe("the text of a proposed query", () => {
  it.each([
    ["select 1", "select 1"],
    [" SELECT 'drop table x; --' ;", "SELECT 'drop table x; --'"],
    ["with a as (select 1) select * from a", "with a as (select 1) select * from a"],
    ['select "update" from t', 'select "update" from t'],
    ["(select updated_at from t) union (select 1)", "(select updated_at from t) union (select 1)"],
    ["select 1 -- drop it\n", "select 1 -- drop it"],
  ])("is taken when it is one SELECT: %s", (text, sql) => {
    expect(checkSelect(text)).toEqual({ ok: true, sql });
  });

  it.each([
    "",
    "delete from t",
    "select 1; select 2",
    "with x as (insert into t values (1) returning *) select * from x",
    "select * into copied from t",
    "select * from t for update",
    "select 'open",
    "select 1 /* open",
    "explain select 1",
  ])("is refused when it is anything else: %s", (text) => {
    expect(checkSelect(text).ok).toBe(false);
  });
});
