import { describe, expect, it } from "vitest";
import {
  indexedColumns,
  indexKind,
  isKeyOf,
  isTextLike,
  labelColumn,
  primaryKey,
  referenceColumns,
  uniqueKeys,
} from "#lib/catalog/column-facts.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { columnTypes, type Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";

const orders = completeTable({
  name: "orders",
  columns: [
    { name: "number", type: "text", unique: true, indexed: true },
    { name: "customer_id", type: "uuid", indexed: true, references: { table: "users", column: "id" } },
    { name: "shop", type: "text" },
    { name: "day", type: "date", indexed: true },
  ],
  constraints: [
    { kind: "unique", columns: ["shop", "day"] },
    { kind: "index", columns: ["shop", "day"] },
  ],
});
const names = (columns: readonly { readonly name: string }[]) => columns.map(({ name }) => name);

describe("facts of columns", () => {
  it("lists references, keys and what needs an index slot", () => {
    expect(names(referenceColumns(orders))).toEqual(["customer_id"]);
    expect(primaryKey(orders)).toEqual(["id"]);
    expect(uniqueKeys(orders)).toEqual([["number"], ["shop", "day"]]);
    expect(names(indexedColumns(orders))).toEqual(["day"]);
  });

  it("counts a primary key that is not one uuid among the unique keys", () => {
    const countries = completeTable({
      name: "countries",
      columns: [{ name: "code", type: "text", primary_key: true }],
    });
    expect(uniqueKeys(countries)).toEqual([["code"]]);
  });

  it("knows a key by its columns in any order", () => {
    expect(isKeyOf(orders, ["day", "shop"])).toBe(true);
    expect(isKeyOf(orders, ["id"])).toBe(true);
    expect(isKeyOf(orders, ["shop"])).toBe(false);
    expect(isKeyOf({ name: "t", columns: [] }, [])).toBe(false);
  });

  it("gives every type an index kind, except JSON and lists", () => {
    expect(columnTypes.filter((type) => indexKind({ type }) === null)).toEqual(["jsonb", "text[]"]);
    expect(columnTypes.filter(isTextLike)).toEqual([
      "text",
      "enum",
      "email",
      "url",
      "phone",
      "richtext",
      "file",
    ]);
  });

  it.each<[Table, string | null]>([
    [usersTable, "full_name"],
    [orders, "number"],
    [{ name: "a", columns: [{ name: "note", type: "text" }] }, "note"],
    [
      {
        name: "a",
        columns: [
          { name: "note", type: "text" },
          { name: "title", type: "text" },
        ],
      },
      "title",
    ],
    [
      {
        name: "a",
        columns: [
          { name: "state", type: "text" },
          { name: "street_name", type: "text" },
        ],
      },
      "street_name",
    ],
    [{ name: "a", columns: [{ name: "n", type: "integer" }] }, null],
  ])("finds the column that names a row", (table, label) => {
    expect(labelColumn(table)).toBe(label);
  });
});
