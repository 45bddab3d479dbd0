import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column, ColumnType, Table } from "#lib/catalog/types.ts";
import { validateRecord } from "#lib/catalog/values/validate-record.ts";

/** The stored form of one value, or the message. */
function store(type: ColumnType, value: unknown, more: Partial<Column> = {}): unknown {
  const table: Table = { name: "things", columns: [{ name: "thing", type, ...more }] };
  const result = validateRecord(table, { thing: value }, "insert");
  return result.ok
    ? result.record.thing
    : result.issues.map(({ path, message }) => `${path} ${message}`).join();
}

const products: Table = {
  name: "products",
  columns: [
    { name: "id", type: "uuid", primary_key: true, required: true, default: "gen_random_uuid()" },
    { name: "name", type: "text", required: true },
    { name: "unit_price", type: "number", required: true },
    { name: "stock", type: "integer", required: true, default: 0 },
    { name: "notes", type: "text" },
    { name: "created_at", type: "timestamptz", required: true, default: "now()" },
  ],
};

describe("validateRecord", () => {
  it("takes the given columns only, and keeps null for optional ones", () => {
    expect(validateRecord(products, { name: "Tea", unit_price: 3, notes: null }, "insert")).toEqual({
      ok: true,
      record: { name: "Tea", unit_price: 3, notes: null },
    });
    expect(validateRecord(products, { created_at: "2026-01-01" }, "update")).toEqual({
      ok: true,
      record: { created_at: "2026-01-01T00:00:00+00:00" },
    });
    expect(validateRecord(products, {}, "update")).toEqual({ ok: true, record: {} });
  });

  it("reports every problem, at its column, in words", () => {
    expect(validateRecord(products, { unit_price: "cheap", notes: 5, nam: "Tea" }, "insert")).toEqual({
      ok: false,
      issues: [
        { path: "/nam", message: '"products" has no column "nam". Perhaps you meant "name".' },
        { path: "/name", message: "Name is required." },
        { path: "/unit_price", message: "Unit price must be a number, like 12.50." },
        { path: "/notes", message: "Notes must be text." },
      ],
    });
  });

  it("leaves a required column that is null to its default on insert, and refuses null on update", () => {
    expect(validateRecord(products, { name: "Tea", unit_price: 1, stock: null }, "insert")).toEqual({
      ok: true,
      record: { name: "Tea", unit_price: 1 },
    });
    expect(validateRecord(products, { stock: null }, "update")).toEqual({
      ok: false,
      issues: [{ path: "/stock", message: "Stock is required and cannot be emptied." }],
    });
  });

  it("lets the server count a whole-number key, and asks for any other key", () => {
    const withKey = (type: ColumnType): Table => ({
      name: "t",
      columns: [{ name: "id", type, primary_key: true }],
    });
    expect(validateRecord(withKey("bigint"), {}, "insert")).toEqual({ ok: true, record: {} });
    expect(validateRecord(withKey("text"), {}, "insert")).toMatchObject({ ok: false });
    expect(validateRecord(withKey("bigint"), { id: null }, "update")).toMatchObject({ ok: false });
  });

  it.each([null, undefined, 1, "x", [], [{}]])("refuses %j as a row", (input) => {
    expect(validateRecord(products, input, "insert")).toMatchObject({ ok: false, issues: [{ path: "" }] });
  });

  it("treats names of Object.prototype as any unknown column", () => {
    const input: unknown = JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1}');
    const result = validateRecord(products, input, "update");
    expect(result.ok ? [] : result.issues.map(({ path }) => path)).toEqual(["/__proto__", "/constructor"]);
  });

  it("refuses more than 1 MiB, counted in bytes", () => {
    const table: Table = { name: "t", columns: [{ name: "a", type: "text" }] };
    const most = 1024 * 1024 - '{"a":""}'.length;
    expect(validateRecord(table, { a: "x".repeat(most) }, "insert").ok).toBe(true);
    expect(validateRecord(table, { a: "x".repeat(most + 1) }, "insert").ok).toBe(false);
    expect(validateRecord(table, { a: "é".repeat(most / 2 + 1) }, "insert").ok).toBe(false);
  });

  it.each<[ColumnType, unknown, unknown]>([
    ["integer", 5, 5],
    ["integer", "-5", -5],
    ["integer", -0, 0],
    ["integer", 2147483647, 2147483647],
    ["bigint", 9007199254740991, 9007199254740991],
    ["bigint", "9007199254740993", "9007199254740993"],
    ["bigint", "12", 12],
    ["bigint", "-9223372036854775808", "-9223372036854775808"],
    ["number", 12.5, 12.5],
    ["number", "1e3", 1000],
    ["number", ".5", 0.5],
    ["numeric", 12.5, "12.5"],
    ["numeric", "12.50", "12.50"],
    ["numeric", "+007.10", "7.10"],
    ["numeric", "1.5e-3", "0.0015"],
    ["numeric", 1e21, "1000000000000000000000"],
    ["numeric", "-0.0", "0.0"],
    ["numeric", "123456789012345678901234567890.12", "123456789012345678901234567890.12"],
    ["boolean", true, true],
    ["boolean", "false", false],
    ["date", "2024-02-29", "2024-02-29"],
    ["time", "09:05", "09:05:00"],
    ["time", "23:59:59.1200", "23:59:59.12"],
    ["timestamptz", "2026-03-31", "2026-03-31T00:00:00+00:00"],
    ["timestamptz", "2026-03-31T14:30", "2026-03-31T14:30:00+00:00"],
    ["timestamptz", "2026-03-31 14:30:00.123456+02:00", "2026-03-31T12:30:00.123456+00:00"],
    ["timestamptz", "2026-01-01T00:00:00-0530", "2026-01-01T05:30:00+00:00"],
    ["timestamptz", "2026-12-31T23:59:59.9999996Z", "2027-01-01T00:00:00+00:00"],
    ["uuid", "123E4567-E89B-42D3-A456-426614174000", "123e4567-e89b-42d3-a456-426614174000"],
    ["text", "", ""],
    ["text", "🙂 it's", "🙂 it's"],
    ["text[]", ["a", "", "b"], ["a", "", "b"]],
    ["email", "Ada.L+x@mail.example.co.uk", "Ada.L+x@mail.example.co.uk"],
    ["email", "ä@bücher.de", "ä@bücher.de"],
    ["url", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
    ["url", "http://localhost:3000", "http://localhost:3000"],
    ["phone", "+1 (555) 010-9999", "+1 (555) 010-9999"],
    ["file", "https://example.com/x.png", "https://example.com/x.png"],
    ["file", "avatars/me and you.png", "avatars/me and you.png"],
    ["richtext", "<p>Hi</p>", "<p>Hi</p>"],
    ["jsonb", { a: [1, null, { b: "x" }] }, { a: [1, null, { b: "x" }] }],
    ["jsonb", "text", "text"],
    ["jsonb", false, false],
  ])("stores %s %j as %j", (type, value, stored) => {
    expect(store(type, value)).toEqual(stored);
  });

  it.each<[ColumnType, unknown]>([
    ["integer", 1.5],
    ["integer", "1.0"],
    ["integer", "twelve"],
    ["integer", true],
    ["integer", 2147483648],
    ["integer", "-2147483649"],
    ["bigint", 2 ** 53],
    ["bigint", "9223372036854775808"],
    ["bigint", ""],
    ["number", Number.POSITIVE_INFINITY],
    ["number", Number.NaN],
    ["number", "NaN"],
    ["number", "1e999"],
    ["number", ""],
    ["number", "0x10"],
    ["number", [1]],
    ["numeric", "1e999999"],
    ["numeric", "1e-99999"],
    ["numeric", "1,5"],
    ["numeric", "NaN"],
    ["numeric", "."],
    ["boolean", "yes"],
    ["boolean", 1],
    ["date", "2023-02-29"],
    ["date", "2026-13-01"],
    ["date", "2026-1-1"],
    ["date", "31.03.2026"],
    ["date", "0000-01-01"],
    ["date", "2026-03-31T00:00:00Z"],
    ["time", "24:00"],
    ["time", "9:05"],
    ["time", "12:60"],
    ["timestamptz", "2026-02-30T00:00:00Z"],
    ["timestamptz", "2026-01-01T25:00:00Z"],
    ["timestamptz", "2026-01-01T00:00:00+99:00"],
    ["timestamptz", "9999-12-31T23:59:59-01:00"],
    ["timestamptz", "yesterday"],
    ["timestamptz", 1700000000],
    ["uuid", "123e4567e89b42d3a456426614174000"],
    ["uuid", "not-a-uuid"],
    ["text", 5],
    ["text", { a: 1 }],
    ["text", "a\u0000b"],
    ["text", "half \ud83d"],
    ["text[]", "a"],
    ["text[]", ["a", 1]],
    ["text[]", ["a\u0000"]],
    ["email", "ada"],
    ["email", "ada@"],
    ["email", "ada@example"],
    ["email", "a b@example.com"],
    ["email", "ada@example.com\n"],
    ["email", "a..b@example.com"],
    ["email", `${"a".repeat(64)}@${"b".repeat(190)}.com`],
    ["url", "example.com"],
    ["url", "javascript:alert(1)"],
    ["url", "https://"],
    ["url", "ftp://example.com"],
    ["url", "https://example.com/a b"],
    ["url", " https://example.com"],
    ["url", "https://exa\nmple.com"],
    ["phone", "12"],
    ["phone", "call me"],
    ["phone", "1".repeat(21)],
    ["file", "javascript:alert(1)"],
    ["file", " javascript:alert(1)"],
    ["file", "data:text/html,x"],
    ["file", "//evil.example/x"],
    ["file", "../../etc/passwd"],
    ["file", ""],
    ["jsonb", { a: "\u0000" }],
    ["jsonb", { "\ud800": 1 }],
    ["jsonb", [Number.POSITIVE_INFINITY]],
    ["jsonb", () => 1],
  ])("refuses %s %j", (type, value) => {
    expect(store(type, value)).toMatch(/^\/thing Thing .+\.$/);
  });

  it("lists the allowed values of an enum", () => {
    const enum_values = ["draft", "sent"];
    expect(store("enum", "sent", { enum_values })).toBe("sent");
    expect(store("enum", "paid", { enum_values })).toBe("/thing Thing must be one of: draft, sent.");
  });

  it("refuses JSON that is nested without end instead of running out of stack", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(store("jsonb", deep)).toContain("nested too deeply");
  });

  it("stores what it stored already as it is", () => {
    const types = fc.constantFrom<ColumnType>(
      "integer",
      "bigint",
      "number",
      "numeric",
      "timestamptz",
      "time",
      "jsonb",
    );
    const value = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.bigInt().map(String),
      fc.float().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(11, 23)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(types, value, (type, given) => {
        const table: Table = { name: "t", columns: [{ name: "a", type }] };
        const once = validateRecord(table, { a: given }, "insert");
        if (once.ok) expect(validateRecord(table, once.record, "insert")).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it("sorts stored moments by bytes as by time", () => {
    const moment = fc.date({ min: new Date("0001-01-02"), max: new Date("9999-12-30"), noInvalidDate: true });
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const [first, second] = [a, b].map((date) => String(store("timestamptz", date.toISOString())));
        expect(Math.sign(a.getTime() - b.getTime())).toBe(
          first === second ? 0 : String(first) < String(second) ? -1 : 1,
        );
        expect(new Date(String(first)).getTime()).toBe(a.getTime());
      }),
    );
  });

  it("never throws and never lets through what Postgres cannot store", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom<ColumnType>("text", "jsonb", "text[]", "email", "url", "file"),
        (value, type) => {
          const table: Table = { name: "t", columns: [{ name: "a", type }] };
          const result = validateRecord(table, { a: value }, "insert");
          if (result.ok) expect(JSON.stringify(result.record)).not.toMatch(/\\u0000|\\ud[89a-f]/);
        },
      ),
    );
  });
});
