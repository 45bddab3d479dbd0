import type { SqlResult } from "#components/api/types.ts";
import type { ResultSource } from "./export-all.ts";
import type { Part, RunReceipt } from "./stream-results.ts";

/** A result that may not be complete yet. */
export interface RunningResult extends SqlResult {
  readonly isComplete: boolean;
  /** Of a write: the tables that it wrote to. */
  readonly tables?: readonly string[];
  /** What it came from, by which it can be had whole. */
  readonly source?: ResultSource;
}

/** How often what has come so far is shown. */
const shownEveryMs = 120;

/** Puts the lines of an answer together. @param show is told what there is from time to time, and at the end. */
export async function collectResults(
  parts: AsyncIterable<Part>,
  show: (results: readonly RunningResult[]) => void,
): Promise<{ readonly results: readonly RunningResult[]; readonly receipt: RunReceipt | null }> {
  let results: readonly RunningResult[] = [];
  let receipt: RunReceipt | null = null;
  let shownAt = 0;
  for await (const part of parts) {
    if ("run" in part) receipt = part.run;
    else results = withPart(results, part);
    if (performance.now() - shownAt < shownEveryMs) continue;
    shownAt = performance.now();
    show(results);
  }
  show(results);
  return { results, receipt };
}

function withPart(
  results: readonly RunningResult[],
  part: Exclude<Part, { readonly run: RunReceipt }>,
): readonly RunningResult[] {
  if ("command" in part) {
    const begun = { ...part, rows: [], row_count: 0, truncated: false, ms: 0, isComplete: false };
    return [...results, begun];
  }
  const last = results.at(-1);
  if (last === undefined) return results;
  const next = "rows" in part ? withRows(last, part.rows) : { ...last, ...part, isComplete: true };
  return [...results.slice(0, -1), next];
}

function withRows(result: RunningResult, more: SqlResult["rows"]): RunningResult {
  const rows = [...result.rows, ...more];
  return { ...result, rows, row_count: rows.length };
}
