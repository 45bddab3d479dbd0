import type { Preferences } from "../request/preferences.ts";
import type { ReadRow } from "../sql/read-statement.ts";

/**
 * Counting stops behind these when an estimate will do. The planner's own guess would tell how the rows of others grow, since all
 * lie in one table, and how many the rules hide.
 */
const estimateMax = 1_000_000;

/** How far the rows of a list are counted; `max` null: to their end. Null: not at all. */
export function countOf(preference: Preferences["count"]): { readonly max: number | null } | null {
  if (preference === null) return null;
  // One more, to see that there are more.
  return { max: preference === "exact" ? null : estimateMax + 1 };
}

/** What is told of all rows: where counting stopped, never less than what has been seen. Null: they were not counted. */
export function countedTotal({ total, page_total: rows }: ReadRow, offset: number): number | null {
  return total === null || total <= estimateMax || rows === 0 ? total : Math.max(total, offset + rows);
}
