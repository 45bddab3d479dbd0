import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameterText } from "#lib/query/parameters.ts";
import { jsonValue } from "#lib/query/result-values.ts";

describe("a value of a result", () => {
  it.each([
    ["boolean", "t", true],
    ["boolean", "f", false],
    ["integer", "-5", -5],
    ["smallint", "7", 7],
    ["bigint", "9007199254740991", 9007199254740991],
    ["bigint", "9007199254740993", "9007199254740993"],
    ["bigint", "-9223372036854775808", "-9223372036854775808"],
    ["double precision", "0.1", 0.1],
    ["double precision", "1e+300", 1e300],
    ["double precision", "NaN", "NaN"],
    ["double precision", "-Infinity", "-Infinity"],
    ["double precision", "-0", "-0"],
    ["real", "3.4", 3.4],
    ["numeric", "1.50", "1.50"],
    ["text", "", ""],
    ["text", null, null],
    ["uuid", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000"],
    ["timestamp with time zone", "2026-01-01 00:00:00+00", "2026-01-01 00:00:00+00"],
    ["interval", "1 day", "1 day"],
    ["record", "(1,a)", "(1,a)"],
    ["jsonb", '{"a": [1, null, "x"]}', { a: [1, null, "x"] }],
    ["jsonb", "null", null],
    ["jsonb", '"text"', "text"],
    ["json", '{"a": 1.0, "b": 1e2, "c": 1234567890123456}', { a: 1, b: 100, c: 1234567890123456 }],
    ["jsonb", '{"a": 12345678901234567890}', '{"a": 12345678901234567890}'],
    ["json", "[1e400]", "[1e400]"],
    ["jsonb", "0.12345678901234567890123", "0.12345678901234567890123"],
    ["integer[]", "{1,NULL,3}", [1, null, 3]],
    ["integer[]", "{}", []],
    [
      "integer[]",
      "{{1,2},{3,4}}",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["bigint[]", "{1,9007199254740993}", [1, "9007199254740993"]],
    [
      "text[]",
      '{a,"b c","NULL",NULL,"d\\"e\\\\f","","{x}"}',
      ["a", "b c", "NULL", null, 'd"e\\f', "", "{x}"],
    ],
    ["numeric[]", "{1.50}", ["1.50"]],
    ["jsonb[]", '{"{\\"a\\": 1}"}', [{ a: 1 }]],
    ["integer[]", "[0:1]={5,6}", "[0:1]={5,6}"],
    ["box[]", "{(1,1),(0,0);(2,2),(1,1)}", "{(1,1),(0,0);(2,2),(1,1)}"],
  ])("is JSON where JSON holds it exactly: %s %s", (type, text, expected) => {
    expect(jsonValue(type, text)).toEqual(expected);
  });
});

describe("a parameter", () => {
  it.each([
    [null, null],
    [true, "true"],
    [1.5, "1.5"],
    ["x", "x"],
    [[1, null, 'a,"b\\'], '{"1",NULL,"a,\\"b\\\\"}'],
    [[[1], [2]], '{{"1"},{"2"}}'],
    [[], "{}"],
    [{ a: 1 }, '{"a":1}'],
    [[{ a: 1 }, 2], '[{"a":1},2]'],
  ])("is the text that Postgres reads: %j", (value, expected) => {
    expect(parameterText(value)).toBe(expected);
  });

  it("that is a list of texts comes back as the same list", () => {
    const list = fc.array(fc.option(fc.string()), { minLength: 1 });
    fc.assert(
      fc.property(list, (values) => {
        expect(jsonValue("text[]", parameterText(values))).toEqual(values);
      }),
    );
  });
});

describe("a document", () => {
  const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}1${"]}".repeat(depth / 2)}`;

  it("is JSON down to a depth that an answer can have, and text below", () => {
    expect(JSON.stringify(jsonValue("jsonb", nested(1_000)))).toBe(nested(1_000));
    expect(jsonValue("jsonb", nested(1_002))).toBe(nested(1_002));
    const deepest = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(jsonValue("json", deepest)).toBe(deepest);
  });

  it("stays text when it is so long that reading it would keep others waiting", () => {
    const long = JSON.stringify(["x".repeat(2 * 1024 * 1024)]);
    expect(jsonValue("jsonb", long)).toBe(long);
  });

  it("is not deep because of what its texts hold", () => {
    const text = JSON.stringify({ a: '["\\'.repeat(5_000), b: "]".repeat(3_000), c: "x".repeat(1_000_000) });
    expect(jsonValue("jsonb", text)).toEqual(JSON.parse(text));
  });
});
