import { describe, expect, it } from "vitest";
import { operatorsFor, toApiFilter } from "#components/grid/filters.ts";
import type { GridFilterGroup } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";

const columns: readonly Column[] = [
  { name: "title", type: "text" },
  { name: "price", type: "numeric" },
  { name: "done", type: "boolean" },
  { name: "tags", type: "text[]" },
  { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } },
];

const all = (items: GridFilterGroup["items"]): GridFilterGroup => ({ join: "and", items });

describe("filters of the grid", () => {
  it("take what is typed for itself, not for a pattern", () => {
    const filters = [{ column: "title", operator: "has" as const, value: "50%_off\\" }];
    expect(toApiFilter(all(filters), columns)).toEqual({
      and: [{ column: "title", op: "ilike", value: "%50\\%\\_off\\\\%" }],
    });
  });

  it("send values in the column's own type", () => {
    const filters = [
      { column: "done", operator: "eq" as const, value: "true" },
      { column: "tags", operator: "has" as const, value: "red" },
      { column: "price", operator: "gte" as const, value: "12.50" },
    ];
    expect(toApiFilter(all(filters), columns)).toEqual({
      and: [
        { column: "done", op: "eq", value: true },
        { column: "tags", op: "contains", value: ["red"] },
        { column: "price", op: "gte", value: "12.50" },
      ],
    });
  });

  it("say empty and not empty with null", () => {
    const filters = [
      { column: "title", operator: "empty" as const, value: "" },
      { column: "title", operator: "filled" as const, value: "" },
    ];
    expect(toApiFilter(all(filters), columns)).toEqual({
      and: [{ column: "title", op: "is", value: null }, { not: { column: "title", op: "is", value: null } }],
    });
  });

  it("drop a condition on a column that is not there any more", () => {
    expect(toApiFilter(all([{ column: "gone", operator: "eq", value: "1" }]), columns)).toBeNull();
  });

  it("lie in groups of which all or any hold; an empty group asks for nothing", () => {
    const price = { column: "price", operator: "gt" as const, value: "10" };
    const done = { column: "done", operator: "eq" as const, value: "true" };
    const filter: GridFilterGroup = {
      join: "or",
      items: [price, { join: "and", items: [done, { join: "or", items: [] }] }],
    };
    expect(toApiFilter(filter, columns)).toEqual({
      or: [{ column: "price", op: "gt", value: "10" }, { and: [{ column: "done", op: "eq", value: true }] }],
    });
  });

  it("offer no order on relations, choices and switches", () => {
    for (const name of ["author_id", "done"]) {
      const column = columns.find((candidate) => candidate.name === name) as Column;
      expect(operatorsFor(column)).not.toContain("gt");
    }
  });
});
