import { describe, expect, it } from "vitest";
import {
  blankColumn,
  columnDraftOf,
  referenceName,
  settingsBetween,
  toColumn,
} from "#components/tables/column-draft.ts";
import type { Column } from "#lib/catalog/types.ts";

const columns: readonly Column[] = [
  { name: "title", type: "text", required: true, description: "What it says." },
  { name: "status", type: "enum", enum_values: ["new", "paid"], default: "new" },
  { name: "tags", type: "text[]", default: ["a"] },
  { name: "settings", type: "jsonb", default: { dark: true } },
  { name: "count", type: "integer", default: 3 },
  { name: "is_open", type: "boolean", default: false },
  { name: "made_at", type: "timestamptz", default: "now()", indexed: true },
];

describe("the form of a column", () => {
  it.each(columns)("gives $name back unchanged when nothing is edited", (column) => {
    const after = toColumn(columnDraftOf(column), null);
    if (typeof column.default !== "number" && column.default !== false) expect(after).toEqual(column);
    expect(settingsBetween(column, after)).toBeNull();
  });

  it("gives a relation the type of the key that it points to", () => {
    const draft = { ...blankColumn(), name: "order_id", type: "reference" as const, target: "orders" };
    expect(toColumn(draft, { column: "number", type: "bigint" })).toEqual({
      name: "order_id",
      type: "bigint",
      references: { table: "orders", column: "number", on_delete: "restrict" },
    });
  });

  it.each([
    ["customers", "customer_id"],
    ["categories", "category_id"],
    ["addresses", "address_id"],
    ["boxes", "box_id"],
    ["staff", "staff_id"],
  ])("calls the column that points to %s %s", (table, name) => {
    expect(referenceName(table)).toBe(name);
  });

  it("sends only the settings that were changed, and null for a default that was taken away", () => {
    const [, status] = columns as [Column, Column];
    const draft = {
      ...columnDraftOf(status),
      isUnique: true,
      defaultText: "",
      choices: "new\n\n paid \nsent",
    };
    expect(settingsBetween(status, toColumn(draft, null))).toEqual({
      unique: true,
      default: null,
      enum_values: ["new", "paid", "sent"],
    });
  });
});
