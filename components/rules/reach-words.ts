import type { MatrixCell } from "./types.ts";

/**
 * Of the two rows of a table, those that somebody reached by one verb.
 *
 * @param cells of one table, verb and identity. @returns `own` where it is the row that belongs to whoever tries.
 */
export function reachWords(
  cells: readonly Pick<MatrixCell, "identity" | "row" | "reachedBy">[],
): "none" | "own" | "some" | "all" {
  const reached = cells.filter(({ reachedBy }) => reachedBy.length > 0);
  if (reached.length === 0) return "none";
  if (reached.length === cells.length) return "all";
  return reached.every(({ identity, row }) => identity === row) ? "own" : "some";
}
