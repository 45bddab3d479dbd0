import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, ident, join, literal, sql } from "#lib/sql/sql.ts";

describe("sql", () => {
  it("numbers parameters in the order of the text, through nested fragments", () => {
    const inner = sql`b = ${2}`;
    expect(compile(sql`select ${1} where ${inner} and c = ${3}`)).toEqual({
      text: "select $1 where b = $2 and c = $3",
      values: [1, 2, 3],
    });
  });

  it("joins nothing to nothing", () => {
    expect(compile(join([]))).toEqual({ text: "", values: [] });
  });

  it("never lets a value become text", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(compile(sql`select ${value}`)).toEqual({ text: "select $1", values: [value] });
      }),
    );
  });
});

describe("quoting", () => {
  it("keeps whatever an identifier holds inside its quotes", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => !name.includes("\0")),
        (name) => {
          const { text } = compile(ident(name));
          expect(text.startsWith('"') && text.endsWith('"')).toBe(true);
          expect(text.slice(1, -1).replaceAll('""', "")).not.toContain('"');
          expect(text.slice(1, -1).replaceAll('""', '"')).toBe(name);
        },
      ),
    );
  });

  it("keeps whatever a literal holds inside its quotes, backslashes too", () => {
    expect(compile(literal("it's")).text).toBe("'it''s'");
    expect(compile(literal("a\\'b")).text).toBe("E'a\\\\''b'");
  });

  it("refuses NUL, which Postgres cannot hold", () => {
    expect(() => literal("a\0")).toThrow(RangeError);
    expect(() => ident("a\0")).toThrow(RangeError);
    expect(() => ident("")).toThrow(RangeError);
  });
});

describe("what is SQL text", () => {
  it("is made here alone: a value that came as JSON stays a value, whatever its shape", () => {
    const forged = JSON.parse(JSON.stringify(sql`drop table posts`)) as unknown;
    expect(compile(sql`select ${forged}`)).toEqual({ text: "select $1", values: [forged] });
  });

  it("may have any number of parts", () => {
    const parts = Array.from({ length: 300_000 }, () => sql`true`);
    expect(compile(sql`select ${join(parts, " and ")}`).text).toHaveLength(300_000 * 9 + 2);
  });
});
