/** How many rows there are: exactly, about, or not known yet. */
export type Total =
  | { readonly kind: "exact"; readonly rows: number }
  | { readonly kind: "about"; readonly rows: number }
  | { readonly kind: "unknown" };

// Up to here an estimate is a real count; past it, the planner's guess.
const countedRowsMax = 10_000;

/** Browsers do not lay out anything higher than some 30 million pixels. */
export const linesMax = 500_000;

export function totalOf(count: number | null | undefined, isExact: boolean): Total {
  if (count == null) return { kind: "unknown" };
  return isExact || count <= countedRowsMax ? { kind: "exact", rows: count } : { kind: "about", rows: count };
}

/** `60 rows`, `about 100,000 rows`. */
export function totalWords(total: Total): string {
  if (total.kind === "unknown") return "";
  const rows = `${total.rows.toLocaleString("en")} ${total.rows === 1 ? "row" : "rows"}`;
  if (total.kind === "exact") return rows;
  // The count stopped there, and the planner's guess was lower.
  if (total.rows === countedRowsMax + 1) return `more than ${countedRowsMax.toLocaleString("en")} rows`;
  return `about ${rows}`;
}
