import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderTables } from "#lib/catalog/order-tables.ts";
import type { Table } from "#lib/catalog/types.ts";

const table = (name: string, ...targets: string[]): Table => ({
  name,
  columns: targets.map((target) => ({
    name: `${target}_id`,
    type: "uuid",
    references: { table: target, column: "id" },
  })),
});
const names = (tables: readonly Table[]) => orderTables(tables).map(({ name }) => name);

describe("orderTables", () => {
  it("puts what is referenced first and keeps the given order otherwise", () => {
    expect(names([table("c", "b"), table("x"), table("b", "a"), table("a")])).toEqual(["a", "b", "c", "x"]);
  });

  it("ends on circles, self-references and unknown tables, and loses no table", () => {
    expect(names([table("a", "b"), table("b", "a"), table("c", "c", "gone")])).toEqual(["b", "a", "c"]);
  });

  it("never puts a table before what it references, when there is no circle", () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });
    fc.assert(
      fc.property(
        edges,
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
        (pairs, order) => {
          const tables = order.map((number) =>
            table(
              `t${number}`,
              ...pairs.filter(([from, to]) => from === number && to < from).map(([, to]) => `t${to}`),
            ),
          );
          const ordered = names(tables);
          for (const { name, columns } of tables) {
            for (const { references } of columns) {
              expect(ordered.indexOf(references?.table ?? "")).toBeLessThan(ordered.indexOf(name));
            }
          }
        },
      ),
    );
  });
});
