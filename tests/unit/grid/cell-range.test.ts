import { describe, expect, it } from "vitest";
import { move, nextCell, rangeOf, type Selection, selectionAt } from "#components/grid/cell-range.ts";

const size = { rows: 100, columns: 5 };
const press = (selection: Selection, key: string, { far = false, shift = false } = {}) =>
  move(selection, { key, isFar: far, isExtending: shift }, size, 10);

describe("moving in the grid", () => {
  it("goes by cells, by pages, to the ends of the row and of the grid", () => {
    const from = selectionAt({ row: 50, column: 2 });
    const at = (key: string, far = false) => press(from, key, { far })?.active;
    expect(at("ArrowUp")).toEqual({ row: 49, column: 2 });
    expect(at("ArrowRight")).toEqual({ row: 50, column: 3 });
    expect(at("PageDown")).toEqual({ row: 60, column: 2 });
    expect(at("Home")).toEqual({ row: 50, column: 0 });
    expect(at("End")).toEqual({ row: 50, column: 4 });
    expect(at("Home", true)).toEqual({ row: 0, column: 0 });
    expect(at("End", true)).toEqual({ row: 99, column: 4 });
    expect(at("ArrowDown", true)).toEqual({ row: 99, column: 2 });
    expect(at("x")).toBeUndefined();
  });

  it("stays in the grid, and walks up into the header", () => {
    expect(press(selectionAt({ row: 99, column: 4 }), "ArrowDown")?.active.row).toBe(99);
    expect(press(selectionAt({ row: 0, column: 0 }), "ArrowUp")?.active).toEqual({ row: -1, column: 0 });
    expect(press(selectionAt({ row: 3, column: 0 }), "PageUp")?.active.row).toBe(0);
  });

  it("makes a range with Shift, whose active cell stays, and which never takes in the header", () => {
    const one = press(selectionAt({ row: 1, column: 1 }), "ArrowRight", { shift: true });
    const two = one && press(one, "ArrowUp", { shift: true, far: true });
    expect(two).toEqual({ active: { row: 1, column: 1 }, corner: { row: 0, column: 2 } });
    expect(two && rangeOf(two)).toEqual({ top: 0, bottom: 1, left: 1, right: 2 });
    expect(two && press(two, "ArrowUp", { shift: true })?.corner.row).toBe(0);
  });

  it("walks like a form with Tab: along the row, then to the next", () => {
    expect(nextCell({ row: 0, column: 4 }, false, size)).toEqual({ row: 1, column: 0 });
    expect(nextCell({ row: 1, column: 0 }, true, size)).toEqual({ row: 0, column: 4 });
    expect(nextCell({ row: 99, column: 4 }, false, size)).toBeNull();
  });
});
