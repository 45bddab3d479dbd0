import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statementRanges, tokenAt, toOffset } from "#components/sql-panel/sql-position.ts";

const statements = (text: string) => statementRanges(text).map(({ start, end }) => text.slice(start, end));

describe("a position in SQL", () => {
  it("counts code points, so that an emoji before it does not move the mark", () => {
    const text = "select '🚲🚲' as icon, nam from customers";
    const position = [...text].indexOf("n", 20) + 1;
    const token = tokenAt(text, toOffset(text, position));
    expect(text.slice(token.start, token.end)).toBe("nam");
  });

  it("stays within the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 100 }), (text, position) => {
        const offset = toOffset(text, position);
        expect(offset).toBe(Math.min([...text].slice(0, position - 1).join("").length, text.length));
      }),
    );
  });

  it("marks a quoted name whole", () => {
    const text = 'select "first ""name""" from t';
    expect(tokenAt(text, 7)).toEqual({ start: 7, end: 23 });
  });

  it("marks the last character when the text ends too early", () => {
    expect(tokenAt("select", 6)).toEqual({ start: 5, end: 6 });
  });
});

describe("the statements of a text", () => {
  it("end at semicolons outside of quotes and comments", () => {
    const text = "select ';' ; -- a ; b\n select $x$;$x$, \"a;b\" /* ; */ ;\n\n select 3";
    expect(statements(text)).toEqual(["select ';'", '-- a ; b\n select $x$;$x$, "a;b" /* ; */', "select 3"]);
  });

  it("hold what stands in comments of comments, escaped texts, bodies of functions and rows of COPY", () => {
    const whole = [
      "select E'it\\'s; one'",
      "/* a /* b */ ; c */ select 1",
      "create function f() returns int begin atomic select case when true then 1 end; select 2; end",
    ];
    expect(statements(whole.join(";"))).toEqual(whole);
    expect(statements("begin; select 1; end")).toEqual(["begin", "select 1", "end"]);
    expect(statements("copy t (a) from stdin;\n1;'\n2\n\\.\n\nselect 3;")).toEqual([
      "copy t (a) from stdin",
      "select 3",
    ]);
  });

  it("are none in spaces, comments and lone semicolons", () => {
    expect(statements(" ; -- nothing\n ; /* here */ ")).toEqual([]);
  });
});
