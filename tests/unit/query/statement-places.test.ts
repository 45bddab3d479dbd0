import { afterAll, describe, expect, it } from "vitest";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { placeOf, placeOfSyntaxError } from "#lib/query/text/statement-places.ts";

const parser = createParserPool();
afterAll(() => parser.close());

describe("the place of an error", () => {
  it.each([
    ["select nope", { statement: 0, position: 8 }],
    ["  \n select nope", { statement: 0, position: 8 }],
    ["select 'é𝒳', nope", { statement: 0, position: 14 }],
    ["-- é\nselect nope", { statement: 0, position: 13 }],
    ["select 1; select nope", { statement: 1, position: 8 }],
    ["select ';';;  ; /* ; */ select nope;", { statement: 1, position: 16 }],
    [";; select 1;\n\nselect nope", { statement: 1, position: 8 }],
  ])(
    "is counted in its statement, from the first character that is not white space: %j",
    async (text, place) => {
      const parsed = await parser.parse(text);
      if (!parsed.ok) throw new Error(parsed.message);
      expect(placeOf(text, parsed.statements, place.statement, text.indexOf("nope"))).toEqual(place);
      // A syntax error at the same place is told the same place.
      const whole = [...text.slice(0, text.indexOf("nope"))].length + 1;
      expect(placeOfSyntaxError(text, whole)).toEqual(place);
    },
  );

  it("of a statement that ends too early is its end", async () => {
    const text = "select 1; select 2 from  ";
    const parsed = await parser.parse(text);
    if (parsed.ok) throw new Error("no error");
    expect(placeOfSyntaxError(text, parsed.position)).toEqual({ statement: 1, position: 16 });
  });
});
