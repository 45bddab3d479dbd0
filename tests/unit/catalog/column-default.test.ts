import { describe, expect, it } from "vitest";
import { parseDefault } from "#lib/catalog/column-default.ts";
import type { ColumnType, Json } from "#lib/catalog/types.ts";

describe("parseDefault", () => {
  it.each<[ColumnType, Json, unknown]>([
    ["boolean", "false", { kind: "value", value: false }],
    ["integer", "0", { kind: "value", value: 0 }],
    ["integer", 7, { kind: "value", value: 7 }],
    ["numeric", "1.50", { kind: "value", value: "1.50" }],
    ["text", "", { kind: "value", value: "" }],
    ["text", "now", { kind: "value", value: "now" }],
    ["timestamptz", "now()", { kind: "now" }],
    ["date", "now()", { kind: "now" }],
    ["time", "now()", { kind: "now" }],
    ["date", "2026-01-01", { kind: "value", value: "2026-01-01" }],
    ["uuid", "gen_random_uuid()", { kind: "random_uuid" }],
    ["uuid", "auth.uid()", { kind: "current_user" }],
    ["jsonb", "{}", { kind: "value", value: {} }],
    ["jsonb", '"text"', { kind: "value", value: "text" }],
    ["jsonb", { a: 1 }, { kind: "value", value: { a: 1 } }],
    ["text[]", "{}", { kind: "value", value: [] }],
    ["text[]", '{red, "light \\"blue\\""}', { kind: "value", value: ["red", 'light "blue"'] }],
    ["text[]", '["red"]', { kind: "value", value: ["red"] }],
    ["text[]", ["red"], { kind: "value", value: ["red"] }],
    ["text", null, { kind: "none" }],
  ])("reads the default of a column of type %s: %j", (type, value, parsed) => {
    expect(parseDefault({ type, default: value })).toEqual(parsed);
  });

  it.each<[ColumnType, Json]>([
    ["text", "now()"],
    ["integer", "gen_random_uuid()"],
    ["text", "auth.uid()"],
    ["integer", "many"],
    ["boolean", 1],
    ["uuid", "me"],
    ["jsonb", "{"],
    ["text[]", "{a,}"],
    ["text[]", "{null}"],
    ["text[]", "{a"],
    ["text[]", "red"],
    ["text", 5],
    ["date", "2026-02-30"],
  ])("refuses as the default of a column of type %s: %j", (type, value) => {
    expect(parseDefault({ type, default: value })).toMatchObject({ kind: "invalid" });
  });

  it("takes only one of the values for an enum", () => {
    const column = { type: "enum", enum_values: ["draft"] } as const;
    expect(parseDefault({ ...column, default: "draft" })).toEqual({ kind: "value", value: "draft" });
    expect(parseDefault({ ...column, default: "sent" })).toMatchObject({ kind: "invalid" });
  });
});
