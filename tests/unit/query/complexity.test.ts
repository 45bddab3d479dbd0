import { describe, expect, it } from "vitest";
import { complexityOf } from "#lib/query/complexity.ts";

const n = 1000;
const repeated = (part: string) => part.repeat(n);

describe("the estimate of a text's depth", () => {
  it.each([
    ["operators", `select ${repeated("1+")}1`],
    ["minus signs", `select ${repeated("- ")}1`],
    ["signs without a space", `select ${repeated("+-")}1`],
    ["NOT", `select ${repeated("not ")}true`],
    ["parentheses", `select ${repeated("(")}1${repeated(")")}`],
    ["arrays", `select array${repeated("[")}1${repeated("]")}`],
    ["CASE", `select ${repeated("case when true or true then ")}1${repeated(" end")}`],
    ["CASE in ELSE", `select ${repeated("case when true or true then 1 else ")}1${repeated(" end")}`],
    ["set operations", `select 1${repeated(" union select 1, 2")}`],
    ["joins", `select from a${repeated(" join a on true or false")}`],
    ["casts", `select 1${repeated("::int")}`],
    ["fields", `select (a)${repeated(".b")}`],
    ["subscripts", `select a${repeated("[1]")}`],
    ["COLLATE", `select a${repeated(' collate "C"')}`],
    ["IS NULL", `select a${repeated(" is null")}`],
    ["AT TIME ZONE", `select a${repeated(" at time zone 'x'")}`],
    ["BETWEEN", `select a${repeated(" between 1 and 2 is null")}`],
    ["subselects", `select ${repeated("(select ")}1${repeated(")")}`],
    ["calls", `select ${repeated("f(1, ")}1${repeated(")")}`],
    ["fields called end", `select ${repeated("(a.end, ")}1${repeated(")")}`],
    ["results called end", `select ${repeated("(select 1 as end, ")}1${repeated(")")}`],
    ["CASE of fields called end", `select ${repeated("case when a . /**/ end then ")}1${repeated(" end")}`],
    ["operators by name", `select 1${repeated(" operator(pg_catalog.+) 1")}`],
    ["WITH", `${repeated("with a as (")}select 1${repeated(") select 1")}`],
  ])("is not below the tree's: %s", (_what, text) => {
    expect(complexityOf(text).depth).toBeGreaterThanOrEqual(n);
  });

  it.each([
    ["a list", `select ${repeated("a + 1, ")}1`],
    ["a list of values", `select 1 in (${repeated("-1, ")}1)`],
    ["ORs", `select ${repeated("id = 1 or ")}true`],
    ["rows", `values ${repeated("(1, (2 + 3)), ")}(1, 2)`],
    ["statements", repeated("select 1 + 1; ")],
    ["fields called case", `select ${repeated("(a.case), ")}1`],
    ["results called case", `select ${repeated("(select 1 as case), ")}1`],
    ["a string", `select '${repeated("((1+")}'`],
    ["a comment", `select 1 /* ${repeated("((1+")} */ -- ${repeated("((")}`],
    ["a quoted name", `select "${repeated("((")}"`],
  ])("does not grow with what lies side by side or in quotes: %s", (_what, text) => {
    expect(complexityOf(text).depth).toBeLessThan(20);
  });

  it("counts the tokens", () => {
    expect(complexityOf("select a.b, 'x' -- c").tokens).toBe(6);
  });
});
