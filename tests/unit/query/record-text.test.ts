import { describe, expect, it } from "vitest";
import { parseRecord } from "#lib/query/rows/record-text.ts";

describe("the text of a row", () => {
  it.each([
    ["(1,x)", ["1", "x"]],
    [" (1,) ", ["1", null]],
    ["(,)", [null, null]],
    ['("","a, ""b""")', ["", 'a, "b"']],
    ["(a\\,b, c )", ["a,b", " c "]],
    ['(a"b c"d,"x\\"y")', ["ab cd", 'x"y']],
  ])("has the fields that Postgres reads in it: %s", (text, fields) => {
    expect(parseRecord(text, 2, 0)).toEqual(fields);
  });

  it.each([
    ["1,x", "Missing left parenthesis."],
    ["(1)", "Too few columns."],
    ["(1,2,3)", "Too many columns."],
    ["(1,x", "Unexpected end of input."],
    ['(1,"x)', "Unexpected end of input."],
    ["(1,x) y", "Junk after right parenthesis."],
  ])("is refused in Postgres's words: %s", (text, detail) => {
    expect(() => parseRecord(text, 2, 0)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ code: "22P02", detail }) }),
    );
  });
});
