import { describe, expect, it } from "vitest";
import { parseSqlType } from "#lib/catalog/parse-sql-type.ts";
import { readSqlType } from "#lib/catalog/sql-types.ts";

describe("a type typed in SQL", () => {
  it.each([
    [["pg_catalog", "int4"], [], 0, { type: "integer" }],
    [["text"], [], 0, { type: "text" }],
    [["text"], [], 2, { type: "text[]" }],
    [["pg_catalog", "int2"], [], 0, { type: "integer", sql_type: "smallint" }],
    [["pg_catalog", "varchar"], [20], 0, { type: "text", sql_type: "character varying(20)" }],
    [["pg_catalog", "varchar"], [], 0, { type: "text", sql_type: "character varying" }],
    [["pg_catalog", "bpchar"], [1], 0, { type: "text", sql_type: "character(1)" }],
    [["bpchar"], [], 0, { type: "text", sql_type: "bpchar" }],
    [["pg_catalog", "numeric"], [], 0, { type: "numeric" }],
    [["pg_catalog", "numeric"], [10, 2], 0, { type: "numeric", sql_type: "numeric(10,2)" }],
    [["pg_catalog", "numeric"], [10], 0, { type: "numeric", sql_type: "numeric(10,0)" }],
    [["pg_catalog", "timestamp"], [], 0, { type: "timestamptz", sql_type: "timestamp without time zone" }],
    [["pg_catalog", "timestamptz"], [3], 0, { type: "timestamptz", sql_type: "timestamp(3) with time zone" }],
    [["pg_catalog", "interval"], [32767, 3], 0, { type: "text", sql_type: "interval(3)" }],
    [["pg_catalog", "interval"], [7176, 2], 0, { type: "text", sql_type: "interval day to second(2)" }],
    [["pg_catalog", "int4"], [], 1, { type: "text[]", sql_type: "integer[]" }],
    [["_int8"], [], 0, { type: "text[]", sql_type: "bigint[]" }],
    [["serial"], [], 0, { type: "integer", isSerial: true }],
    [["bigserial"], [], 0, { type: "bigint", isSerial: true }],
  ])("%j %j %j is a column's type, named as Postgres prints it", (path, typmods, dimensions, expected) => {
    const parsed = parseSqlType(path, typmods, dimensions);
    expect(parsed).toEqual({ ok: true, ...expected });
    if (parsed.ok && parsed.sql_type !== undefined) expect(readSqlType(parsed.sql_type)).not.toBeNull();
  });

  it.each([
    [["foo"], [], "42704", 'type "foo" does not exist'],
    [["public", "mood"], [], "42704", 'type "public.mood" does not exist'],
    [["xml"], [], "0A000", 'columns of type "xml" are not supported'],
    [["regclass"], [], "0A000", 'columns of type "regclass" are not supported'],
    [["text"], [3], "42601", 'type modifier is not allowed for type "text"'],
    [["pg_catalog", "varchar"], [0], "22023", "length for type varchar must be at least 1"],
    [["pg_catalog", "bpchar"], [20_000_000], "22023", "length for type char cannot exceed 10485760"],
    [["pg_catalog", "numeric"], [0], "22023", "NUMERIC precision 0 must be between 1 and 1000"],
  ])("%j %j is refused in Postgres's words", (path, typmods, code, message) => {
    expect(parseSqlType(path, typmods)).toEqual({ ok: false, code, message });
  });

  it("is read back from what Postgres prints, and from nothing else", () => {
    expect(readSqlType("timestamp(3) without time zone[]")).toMatchObject({
      base: { internal: "timestamp" },
      isArray: true,
      modifiers: [3],
    });
    expect(readSqlType('"char"')).toMatchObject({ base: { internal: "char" } });
    for (const text of [
      "",
      "integer; drop table x",
      "integer)",
      "interval evil(",
      "mood",
      "text[][]",
      "INTEGER",
    ])
      expect(readSqlType(text)).toBeNull();
  });
});
