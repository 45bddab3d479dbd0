/** A place in the grid; row -1 is the header. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The active cell and the far corner of the range that grows from it. */
export interface Selection {
  readonly active: Cell;
  readonly corner: Cell;
}

/** A rectangle of cells, both ends included. */
export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

export function selectionAt(cell: Cell): Selection {
  return { active: cell, corner: cell };
}

export function rangeOf({ active, corner }: Selection): Range {
  return {
    top: Math.max(0, Math.min(active.row, corner.row)),
    bottom: Math.max(0, Math.max(active.row, corner.row)),
    left: Math.min(active.column, corner.column),
    right: Math.max(active.column, corner.column),
  };
}

export function isSingle({ active, corner }: Selection): boolean {
  return active.row === corner.row && active.column === corner.column;
}

export function clampCell(cell: Cell, size: GridSize): Cell {
  return {
    row: Math.min(Math.max(cell.row, -1), Math.max(size.rows - 1, -1)),
    column: Math.min(Math.max(cell.column, 0), Math.max(size.columns - 1, 0)),
  };
}

export interface MoveKeys {
  readonly key: string;
  /** Ctrl, or ⌘ on a Mac. */
  readonly isFar: boolean;
  readonly isExtending: boolean;
}

/**
 * Where a key of WAI-ARIA's grid leads; null when it leads nowhere.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function move(
  selection: Selection,
  keys: MoveKeys,
  size: GridSize,
  pageRows: number,
): Selection | null {
  const from = keys.isExtending ? selection.corner : selection.active;
  const to = target(from, keys, size, pageRows);
  if (to === null) return null;
  // The header is walked into, and never part of a range.
  const clamped = clampCell(to, size);
  const cell = keys.isExtending ? { ...clamped, row: Math.max(0, clamped.row) } : clamped;
  return keys.isExtending && selection.active.row >= 0
    ? { active: selection.active, corner: cell }
    : selectionAt(cell);
}

function target(
  { row, column }: Cell,
  { key, isFar }: MoveKeys,
  size: GridSize,
  pageRows: number,
): Cell | null {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  switch (key) {
    case "ArrowUp":
      return { row: isFar ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: isFar ? lastRow : row + 1, column };
    case "ArrowLeft":
      return { row, column: isFar ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: isFar ? lastColumn : column + 1 };
    case "PageUp":
      return { row: Math.max(0, row - pageRows), column };
    case "PageDown":
      return { row: row + pageRows, column };
    case "Home":
      return { row: isFar ? 0 : row, column: 0 };
    case "End":
      return { row: isFar ? lastRow : row, column: lastColumn };
    default:
      return null;
  }
}

/** The next cell of a form-like walk: to the right, then to the first cell of the next row; null past the end. */
export function nextCell(cell: Cell, isBack: boolean, size: GridSize): Cell | null {
  const step = isBack ? -1 : 1;
  const column = cell.column + step;
  if (column >= 0 && column < size.columns) return { row: cell.row, column };
  const row = cell.row + step;
  if (row < 0 || row >= size.rows) return null;
  return { row, column: isBack ? size.columns - 1 : 0 };
}

export function rangeCells({ top, bottom, left, right }: Range): number {
  return (bottom - top + 1) * (right - left + 1);
}
