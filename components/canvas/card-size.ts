import type { Position, Table } from "#lib/catalog/types.ts";

/** The measures of a card are fixed, so that relations and layouts are reckoned without a browser. */
export const cardWidth = 264;
export const headerHeight = 44;
export const rowHeight = 30;
const footHeight = 6;

export function cardHeight(table: Table): number {
  return headerHeight + table.columns.length * rowHeight + footHeight;
}

/** How far below the card's upper edge the middle of a column's row is; of the header without such a column. */
export function rowMiddle(table: Table, column: string): number {
  const index = table.columns.findIndex(({ name }) => name === column);
  return index < 0 ? headerHeight / 2 : headerHeight + index * rowHeight + rowHeight / 2;
}

export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

/** The box around all others; null around nothing. */
export function boxAround(boxes: readonly Box[]): Box | null {
  const [first, ...others] = boxes;
  if (first === undefined) return null;
  let [left, top, right, bottom] = [first.x, first.y, first.x + first.width, first.y + first.height];
  for (const { x, y, width, height } of others) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
