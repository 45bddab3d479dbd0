/** Names longer than this are not compared: the comparison is quadratic. */
const comparedCharactersMax = 200;

/** Candidates whose letters are compared one by one: those that share most with the name. */
const comparedMax = 50;

/** What two names must have in common unless more is asked for. */
const scoreMin = 0.33;

/**
 * The name that PostgREST would suggest in place of one that there is not. It finds candidates by the triples of letters
 * that they share, else by pairs, and takes the one with the fewest slips for its length.
 *
 * @param least how much both must have in common, of 1.
 * @see https://github.com/laserpants/fuzzyset-haskell
 */
export function similarName(name: string, candidates: Iterable<string>, least = scoreMin): string | null {
  if (name.length > comparedCharactersMax) return null;
  const known = [...new Set(candidates)].filter(({ length }) => length <= comparedCharactersMax);
  return bestOf(name, sharing(name, known, 3), least) ?? bestOf(name, sharing(name, known, 2), least);
}

function bestOf(name: string, candidates: readonly string[], least: number): string | null {
  const [best] = candidates
    .map((candidate) => ({ candidate, score: likeness(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.score - a.score);
  return best?.candidate ?? null;
}

/** Those that share stretches of so many letters with a name, the most alike first. */
function sharing(name: string, candidates: readonly string[], letters: number): readonly string[] {
  const own = stretches(name, letters);
  return candidates
    .map((candidate) => ({ candidate, score: cosine(own, stretches(candidate, letters)) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, comparedMax)
    .map(({ candidate }) => candidate);
}

/** How often each stretch of letters stands in a name; signs but commas and spaces are none. */
function stretches(name: string, letters: number): ReadonlyMap<string, number> {
  const text = `-${name.toLowerCase().replaceAll(/[^\p{L}\p{N}\s,]/gu, "")}-`;
  const counts = new Map<string, number>();
  for (let at = 0; at + letters <= text.length; at++) {
    const stretch = text.slice(at, at + letters);
    counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
  }
  return counts;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [stretch, count] of a) shared += count * (b.get(stretch) ?? 0);
  return shared === 0 ? 0 : shared / (magnitude(a) * magnitude(b));
}

function magnitude(counts: ReadonlyMap<string, number>): number {
  return Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
}

/** 1 for equal names, 0 for such that have no letter in its place: Levenshtein's distance by the longer length. */
function likeness(a: string, b: string): number {
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return 1 - (previous[b.length] ?? 0) / Math.max(1, a.length, b.length);
}
