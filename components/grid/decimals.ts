import type { Row } from "#components/api/types.ts";
import type { Column } from "#lib/catalog/types.ts";

const decimalsMax = 6;
const plainDecimal = /^-?\d+(?:\.(\d+))?$/;

/** For each column of numbers with fractions, the most digits that a shown row has behind the point. */
export function decimalsOf(columns: readonly Column[], rows: readonly Row[]): ReadonlyMap<string, number> {
  const fractional = columns.filter((column) => column.type === "numeric" || column.type === "number");
  return new Map(
    fractional.map(({ name, type }) => {
      const lengths = rows.map((row) => plainDecimal.exec(String(row[name]))?.[1]?.length ?? 0);
      const longest = Math.min(Math.max(0, ...lengths), decimalsMax);
      // Exact numbers are most often money, and 0.5 of it is written 0.50.
      return [name, longest === 1 && type === "numeric" ? 2 : longest];
    }),
  );
}

/** Zeros at the end, so that the points of a column stand under each other; longer numbers stay as they are. */
export function alignDecimals(text: string, decimals: number): string {
  const match = plainDecimal.exec(text);
  if (match === null || decimals === 0) return text;
  const digits = match[1]?.length ?? 0;
  if (digits >= decimals) return text;
  return `${text}${digits === 0 ? "." : ""}${"0".repeat(decimals - digits)}`;
}
