import type { SqlResult } from "#components/api/types.ts";
import { cellText } from "./cell-text.ts";

const characterPx = 7.4;
const paddingPx = 26;
const widthMinPx = 64;
const widthMaxPx = 360;
/** Rows that are looked at: the others are most often like these. */
const sampled = 60;

/** How wide each column of a result is shown, in pixels. */
export function columnWidths({ columns, rows }: Pick<SqlResult, "columns" | "rows">): readonly number[] {
  return columns.map(({ name, type }, index) => {
    const longest = rows
      .slice(0, sampled)
      .reduce(
        (most, row) => Math.max(most, cellText(row[index] ?? null).length),
        Math.max(name.length, type.length),
      );
    return Math.round(Math.min(widthMaxPx, Math.max(widthMinPx, longest * characterPx + paddingPx)));
  });
}
