import type { CellChange } from "./cell-patches.ts";
import type { Range } from "./cell-range.ts";
import { type GridModel, newRowKey } from "./grid-context.ts";
import type { CellWork } from "./use-cell-work.ts";

/**
 * Repeats the rows of a range over all lines of another, as a spreadsheet's handle does.
 *
 * @param target begins with the lines of `source`.
 */
export async function fill(grid: GridModel, work: CellWork, source: Range, target: Range): Promise<void> {
  const rows = await grid.lines.fetchLines(target.top, target.bottom);
  const height = source.bottom - source.top + 1;
  const changes: CellChange[] = [];
  for (let line = target.top; line <= target.bottom; line++) {
    if (line >= source.top && line <= source.bottom) continue;
    const from = rows.get(source.top + ((((line - source.top) % height) + height) % height));
    const [row, key] = [rows.get(line), grid.keyAt(line)];
    const fromKey = grid.keyAt(source.top);
    if (from === undefined || row === undefined || key === null || key === newRowKey || fromKey === null)
      continue;
    for (let place = source.left; place <= source.right; place++) {
      const column = grid.columns[place];
      if (column === undefined || !grid.mayEdit({ row: line, column: place })) continue;
      const shown = grid.rowAt(source.top + ((line - source.top) % height)) ?? from;
      changes.push({ key, row: grid.store.shown(key, row), column, value: shown[column.name] ?? null });
    }
  }
  work.change(changes);
}

/** Empties every cell of a range that may be empty; a required one says that it may not. */
export async function clear(grid: GridModel, work: CellWork, range: Range): Promise<void> {
  const rows = await grid.lines.fetchLines(range.top, range.bottom);
  const changes: CellChange[] = [];
  for (const [line, row] of rows) {
    const key = grid.keyAt(line);
    if (key === null || key === newRowKey) continue;
    for (let place = range.left; place <= range.right; place++) {
      const column = grid.columns[place];
      if (column && grid.mayEdit({ row: line, column: place }))
        changes.push({ key, row: grid.store.shown(key, row), column, value: null });
    }
  }
  work.change(changes);
}
