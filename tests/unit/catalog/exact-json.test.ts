import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactDigits, parseExactJson } from "#lib/catalog/values/exact-json.ts";
import { validateRecord } from "#lib/catalog/values/validate-record.ts";

describe("JSON with numbers that no double holds", () => {
  it("keeps every digit from what is read to what is written", () => {
    const text =
      '{"a":12345678901234567890.123,"b":[1,1.5,9007199254740993],"c":1e400,"d":"12345678901234567890"}';
    expect(JSON.stringify(parseExactJson(text))).toBe(text);
  });

  it("reads all other JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        if (!/[\d.]{16}|\d[eE]/.test(text)) expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("reads a number with a long row of zeros in it once, not once for each of them", () => {
    const digits = `1${"0".repeat(400_000)}1`;
    expect(exactDigits(parseExactJson(digits))).toBe(digits);
  });

  it("is no object that a client could send", () => {
    expect(exactDigits(parseExactJson('{"rawJSON":"1"}'))).toBeNull();
    expect(exactDigits(parseExactJson("9007199254740993"))).toBe("9007199254740993");
  });

  it("gives columns their digits, and refuses what they cannot hold", () => {
    const table = {
      name: "t",
      columns: [
        { name: "n", type: "numeric" as const },
        { name: "b", type: "bigint" as const },
        { name: "i", type: "integer" as const },
        { name: "j", type: "jsonb" as const },
      ],
    };
    const input = parseExactJson(
      '{"n":12345678901234567890.123,"b":9007199254740993,"j":{"x":12345678901234567890}}',
    );
    const result = validateRecord(table, input, "insert");
    expect(result).toMatchObject({
      ok: true,
      record: { n: "12345678901234567890.123", b: "9007199254740993" },
    });
    expect(JSON.stringify(result)).toContain('{"x":12345678901234567890}');
    expect(validateRecord(table, parseExactJson('{"i":9007199254740993}'), "insert")).toMatchObject({
      ok: false,
      issues: [{ path: "/i", message: "I must be between -2147483648 and 2147483647." }],
    });
    expect(validateRecord(table, parseExactJson('{"j":[1e999999]}'), "insert").ok).toBe(false);
  });
});
