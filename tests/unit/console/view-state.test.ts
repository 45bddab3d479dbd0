import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasDraft, isSameView, nextSort, readView, writeView } from "#components/grid/view-state.ts";
import {
  emptyDefinition,
  type GridDefinition,
  type GridFilter,
  type GridFilterGroup,
  gridOperators,
} from "#lib/catalog/grid-view.ts";

const column = fc.string({ minLength: 1, unit: "binary" }).filter((name) => name.isWellFormed());
const condition = fc.record({ column, operator: fc.constantFrom(...gridOperators), value: fc.string() });
const join = fc.constantFrom("and" as const, "or" as const);
const group = (items: fc.Arbitrary<GridFilter | GridFilterGroup>): fc.Arbitrary<GridFilterGroup> =>
  fc.record({ join, items: fc.array(items, { maxLength: 3, minLength: 1 }) });
const names = fc.uniqueArray(column, { maxLength: 3 });

describe("a grid's view in the address", () => {
  it("comes back as it was written, whatever columns and values are called", () => {
    const view: fc.Arbitrary<GridDefinition> = fc.record({
      sort: fc.uniqueArray(fc.record({ column, dir: fc.constantFrom("asc" as const, "desc" as const) }), {
        selector: (entry) => entry.column,
        maxLength: 3,
      }),
      filter: fc.record({
        join,
        items: fc.array(fc.oneof(condition, group(condition), group(group(condition))), { maxLength: 3 }),
      }),
      search: fc.string(),
      group: fc.option(column),
      hidden: names,
      frozen: names,
      order: names,
      widths: fc.dictionary(
        column.filter((name) => name !== "__proto__"),
        fc.integer({ min: 60, max: 800 }),
        { maxKeys: 3, noNullPrototype: true },
      ),
    });
    fc.assert(
      fc.property(view, (written) => {
        const text = writeView(new URLSearchParams(), written).toString();
        expect(readView(new URLSearchParams(text))).toEqual(written);
      }),
    );
  });

  it("leaves out what makes no sense", () => {
    const text =
      "sort=price.up,.asc,name&f=price&f=price:near:1&f=%25:eq:1&f=or(a:eq:1,b:near:2&w=a.9,b.x,c.100";
    expect(readView(new URLSearchParams(text))).toEqual({ ...emptyDefinition, widths: { c: 100 } });
  });

  it("keeps the other parameters of the address", () => {
    const params = new URLSearchParams("row=7&hide=a");
    const next = writeView(params, { ...emptyDefinition, search: "blue" });
    expect(next.toString()).toBe("row=7&q=blue");
    expect([hasDraft(next), hasDraft(new URLSearchParams("row=7&view=x"))]).toEqual([true, false]);
  });

  it("is the same whatever was hidden or resized first", () => {
    const view = { ...emptyDefinition, hidden: ["a", "b"], widths: { a: 100, b: 200 } };
    expect(isSameView(view, { ...view, hidden: ["b", "a"], widths: { b: 200, a: 100 } })).toBe(true);
    expect(isSameView(view, { ...view, frozen: ["a"] })).toBe(false);
  });
});

describe("a click on a column's header", () => {
  it("sorts up, then down, then not at all", () => {
    const up = nextSort([], "price", false);
    const down = nextSort(up, "price", false);
    expect([up, down, nextSort(down, "price", false)]).toEqual([
      [{ column: "price", dir: "asc" }],
      [{ column: "price", dir: "desc" }],
      [],
    ]);
  });

  it("forgets the other columns, but keeps them in their places with Shift", () => {
    const sort = [
      { column: "name", dir: "asc" as const },
      { column: "price", dir: "asc" as const },
    ];
    expect(nextSort(sort, "name", true)).toEqual([{ column: "name", dir: "desc" }, sort[1]]);
    expect(nextSort(sort, "age", true)).toEqual([...sort, { column: "age", dir: "asc" }]);
    expect(nextSort(sort, "age", false)).toEqual([{ column: "age", dir: "asc" }]);
  });
});
