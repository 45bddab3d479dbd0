import { describe, expect, it } from "vitest";
import { suggestionsAt } from "#components/sql-panel/completion.ts";
import type { Table } from "#lib/catalog/types.ts";

const tables: readonly Table[] = [
  {
    name: "orders",
    columns: [
      { name: "id", type: "uuid" },
      { name: "total", type: "numeric" },
    ],
  },
  {
    name: "customers",
    columns: [
      { name: "id", type: "uuid" },
      { name: "name", type: "text" },
    ],
  },
];

const labels = (before: string, after = "") =>
  suggestionsAt(before, before + after, tables).map((suggestion) => suggestion.label);

describe("completion of SQL", () => {
  it("offers a table's columns after its name and a dot", () => {
    expect(labels("select orders.", " from orders")).toEqual(["id", "total"]);
  });

  it("knows aliases, with and without as, also when they come later", () => {
    expect(labels("select c.", " from customers c")).toEqual(["id", "name"]);
    expect(labels("select o.to", " from customers join orders AS o on true")).toEqual(["id", "total"]);
  });

  it("offers nothing after an unknown name", () => {
    expect(labels("select x.", " from orders o")).toEqual([]);
  });

  it("puts tables first after from, columns of the named tables elsewhere", () => {
    const ranked = (before: string, after = "") =>
      suggestionsAt(before, before + after, tables).toSorted((a, b) => a.rank - b.rank)[0];
    expect(ranked("select * from ")?.kind).toBe("table");
    expect(ranked("select ", " from orders")?.kind).toBe("column");
    expect(labels("select ", " from orders")).not.toContain("name");
  });
});
