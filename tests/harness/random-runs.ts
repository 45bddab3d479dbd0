/** How many random cases a test makes, and the number that decides them; of fast-check's form. */
export interface RandomRuns {
  readonly numRuns: number;
  readonly seed: number;
}

/**
 * The usual ones, the same each time, unless asked for others: `RUNS=5000 vitest run …` makes so many, each time new ones;
 * `SEED=7` repeats those that it names.
 */
export function randomRuns(usual: number, usualSeed = 20_261_121): RandomRuns {
  const { RUNS, SEED } = process.env;
  const seed = RUNS === undefined ? usualSeed : Date.now() % 1_000_000_000;
  return { numRuns: Number(RUNS ?? usual), seed: Number(SEED ?? seed) };
}
