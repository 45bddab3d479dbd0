import type { Change, Schema } from "../types.ts";
import { applyChange } from "./apply-changes.ts";
import type { Draft } from "./change-draft.ts";

interface Pair {
  readonly from: string;
  readonly to: string;
}

/** Which names of the base live on under another one; without them a new name is a new thing. */
export interface Renames {
  readonly tables?: readonly Pair[];
  /** `table` as the base calls it. */
  readonly columns?: readonly (Pair & { readonly table: string })[];
}

/** Makes the renames on the draft, in an order in which no name is taken; returns them. */
export function renameAll(draft: Draft, target: Schema, renames: Renames): readonly Change[] {
  const tablePairs = (renames.tables ?? []).filter(({ to }) =>
    target.tables.some((table) => table.name === to),
  );
  const made: Change[] = [];
  const run = (change: Change) => {
    applyChange(draft, change);
    made.push(change);
  };
  const tableNames = draft.tables.map((table) => table.name);
  const orderedTables = orderRenames(tablePairs, tableNames);
  for (const { from, to } of orderedTables) run({ kind: "rename_table", table: from, to });
  for (const name of new Set((renames.columns ?? []).map(({ table }) => table))) {
    const table = orderedTables.reduce((current, { from, to }) => (current === from ? to : current), name);
    const columns = target.tables.find((other) => other.name === table)?.columns ?? [];
    const pairs = (renames.columns ?? []).filter(
      (pair) => pair.table === name && columns.some((column) => column.name === pair.to),
    );
    const names =
      draft.tables.find((other) => other.name === table)?.columns.map((column) => column.name) ?? [];
    for (const { from, to } of orderRenames(pairs, names))
      run({ kind: "rename_column", table, column: from, to });
  }
  return made;
}

/** Steps that never meet a taken name: chains from their end, circles by way of a third name; what is impossible is left out. */
function orderRenames(pairs: readonly Pair[], names: readonly string[]): readonly Pair[] {
  const taken = new Set(names);
  const steps: Pair[] = [];
  let pending = possibleRenames(pairs, taken);
  const move = (from: string, to: string) => {
    steps.push({ from, to });
    taken.delete(from);
    taken.add(to);
  };
  while (pending[0] !== undefined) {
    const free = pending.find(({ to }) => !taken.has(to));
    if (free !== undefined) {
      move(free.from, free.to);
      pending = pending.filter((pair) => pair !== free);
    } else {
      const [first, ...others] = pending;
      const between = thirdName([...taken, ...pairs.map(({ to }) => to)]);
      move(first.from, between);
      pending = [...others, { from: between, to: first.to }];
    }
  }
  return steps;
}

/** One pair for each name on either side, none whose new name stays taken: what is left are chains and circles. */
function possibleRenames(pairs: readonly Pair[], taken: ReadonlySet<string>): readonly Pair[] {
  let possible = pairs.filter(
    ({ from, to }, index) =>
      from !== to &&
      taken.has(from) &&
      !pairs.slice(0, index).some((pair) => pair.from === from || pair.to === to),
  );
  for (;;) {
    const kept = possible.filter(({ to }) => !taken.has(to) || possible.some(({ from }) => from === to));
    if (kept.length === possible.length) return possible;
    possible = kept;
  }
}

function thirdName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    if (!taken.includes(`renaming_${number}`)) return `renaming_${number}`;
  }
}
