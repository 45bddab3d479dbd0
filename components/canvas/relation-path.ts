import type { Position } from "#lib/catalog/types.ts";
import { type Box, cardWidth } from "./card-size.ts";

/** Where a line leaves a card: at the row's height, on one of its sides. */
export interface LineEnd extends Position {
  /** 1: to the right. */
  readonly side: 1 | -1;
}

export interface Line {
  readonly start: LineEnd;
  readonly end: LineEnd;
  /** An SVG path. */
  readonly path: string;
  /** Where words about the line can stand. */
  readonly middle: Position;
}

interface LineInput {
  readonly from: Box;
  readonly to: Box;
  /** Below the upper edges of the cards. */
  readonly fromRow: number;
  readonly toRow: number;
}

/** The line from a row of one card to a row of another, by the sides that are nearest. */
export function relationLine({ from, to, fromRow, toRow }: LineInput): Line {
  const [fromSide, toSide] = nearSides(from, to);
  const start = endAt(from, fromRow, fromSide);
  const end = endAt(to, toRow, toSide);
  // Both on one side: the curve has to go around.
  const reach = fromSide === toSide ? 56 : Math.min(220, Math.max(36, Math.abs(end.x - start.x) / 2));
  const c1 = { x: start.x + start.side * reach, y: start.y };
  const c2 = { x: end.x + end.side * reach, y: end.y };
  return {
    start,
    end,
    path: `M${point(start)} C${point(c1)} ${point(c2)} ${point(end)}`,
    middle: {
      x: (start.x + 3 * c1.x + 3 * c2.x + end.x) / 8,
      y: (start.y + 3 * c1.y + 3 * c2.y + end.y) / 8,
    },
  };
}

function nearSides(from: Box, to: Box): readonly [1 | -1, 1 | -1] {
  const gap = 24;
  if (from.x + from.width + gap <= to.x) return [1, -1];
  if (to.x + to.width + gap <= from.x) return [-1, 1];
  return [1, 1];
}

function endAt({ x, y, width }: Box, row: number, side: 1 | -1): LineEnd {
  return { x: side === 1 ? x + (width || cardWidth) : x, y: y + row, side };
}

function point({ x, y }: Position): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The crow's foot of the many, or the bar of the one; a ring when there may be none. */
export function endMark({ x, y, side }: LineEnd, kind: "many" | "one", isOptional: boolean): string {
  const at = (along: number, across: number) => point({ x: x + side * along, y: y + across });
  const mark = kind === "many" ? `M${at(0, -5)} L${at(10, 0)} L${at(0, 5)}` : `M${at(7, -5)} L${at(7, 5)}`;
  if (!isOptional) return kind === "one" ? `${mark} M${at(11, -5)} L${at(11, 5)}` : mark;
  const [near, far] = kind === "many" ? [10, 17] : [10, 17];
  const sweep = side === 1 ? 1 : 0;
  return `${mark} M${at(near, 0)} A3.5 3.5 0 1 ${sweep} ${at(far, 0)} A3.5 3.5 0 1 ${sweep} ${at(near, 0)}`;
}
