import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Operator, operators } from "#components/grid/filters.ts";
import { nextSort, readView, writeView } from "#components/grid/view-state.ts";

const operatorNames = Object.keys(operators) as Operator[];

describe("a grid's view in the address", () => {
  it("comes back as it was written, whatever columns and values are called", () => {
    const view = fc.record({
      sort: fc.uniqueArray(
        fc.record({
          column: fc.string({ minLength: 1 }),
          dir: fc.constantFrom("asc" as const, "desc" as const),
        }),
        { selector: (entry) => entry.column, maxLength: 3 },
      ),
      filters: fc.array(
        fc.record({
          column: fc.string({ minLength: 1 }),
          operator: fc.constantFrom(...operatorNames),
          value: fc.string(),
        }),
        { maxLength: 3 },
      ),
      search: fc.string(),
      page: fc.integer({ min: 1, max: 9999 }),
      size: fc.constantFrom(25, 50, 100),
    });
    fc.assert(
      fc.property(view, (written) => {
        const text = writeView(new URLSearchParams(), written).toString();
        expect(readView(new URLSearchParams(text))).toEqual(written);
      }),
    );
  });

  it("leaves out what makes no sense", () => {
    const view = readView(
      new URLSearchParams("sort=price.up,.asc,name&f=price&f=price:near:1&f=%25:eq:1&page=-3&size=7"),
    );
    expect(view).toEqual({ sort: [], filters: [], search: "", page: 1, size: 50 });
  });

  it("keeps the other parameters of the address", () => {
    const params = new URLSearchParams("row=7&page=4");
    const next = writeView(params, { sort: [], filters: [], search: "blue", page: 1, size: 50 });
    expect(next.toString()).toBe("row=7&q=blue");
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
