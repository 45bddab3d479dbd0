import type { RunningResult } from "./running-results.ts";

/** What a text came to of which some statements were left out. */
export interface ScriptReport {
  readonly applied: number;
  readonly leftOut: readonly NonNullable<RunningResult["skipped"]>[];
  /** How often what was done, the most frequent first. */
  readonly commands: readonly { readonly command: string; readonly count: number }[];
  /** What was told of statements that were carried out, each once. */
  readonly notices: readonly { readonly notice: string; readonly count: number }[];
}

export function reportOf(results: readonly RunningResult[]): ScriptReport {
  const done = results.filter(({ skipped }) => skipped === undefined);
  return {
    applied: done.length,
    leftOut: results.flatMap(({ skipped }) => skipped ?? []),
    commands: counted(done.map(({ command }) => command)).map(([command, count]) => ({ command, count })),
    notices: counted(done.flatMap(({ notice }) => notice ?? [])).map(([notice, count]) => ({
      notice,
      count,
    })),
  };
}

/** Whether results are told together: some statements were left out. */
export function isReported(results: readonly RunningResult[]): boolean {
  return results.some(({ skipped }) => skipped !== undefined);
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** "97 of 104 statements were applied, 7 were left out" */
export function reportTitle({ applied, leftOut }: ScriptReport, isTrial: boolean): string {
  const all = applied + leftOut.length;
  const [did, left] = isTrial ? ["would be applied", "left out"] : ["applied", "left out"];
  return `${applied.toLocaleString("en")} of ${all.toLocaleString("en")} statements ${did}, ${leftOut.length.toLocaleString("en")} ${left}`;
}

/** SQLSTATEs of what nothing here can do, as far as a code tells it: the rest of a text may still be applied. */
const beyondUs = ["0A000", "3F000", "42501", "42P17", "42704", "42883", "54011"];

export function mayLeaveOut(code: string, statements: number): boolean {
  return statements > 1 && beyondUs.includes(code);
}
