/** Names longer than this are not compared: nobody mistypes them, and the comparison is quadratic. */
const comparedCharactersMax = 70;

/** More slips than these make another word. */
const slipsMax = 3;

/** The candidate that `name` was most likely meant to be, or null when none is close. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  if (name.length > comparedCharactersMax) return null;
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(slipsMax, Math.max(1, Math.round(wanted.length / 3))) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Perhaps you meant "posts".`, to be put behind a sentence; empty when no candidate is close. */
export function perhapsMeant(name: string, candidates: Iterable<string>): string {
  const nearest = nearestName(name, candidates);
  return nearest === null ? "" : ` Perhaps you meant "${nearest}".`;
}

/**
 * Levenshtein's distance, one row at a time; two letters in the wrong order, the commonest slip, count once. Only the
 * cells near the diagonal can hold less than `distanceMax`, so only those are counted; the answer is at most that.
 */
function editDistance(a: string, b: string, distanceMax: number): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(b.length + 1).fill(distanceMax);
    row[0] = i;
    let least = i;
    for (let j = Math.max(1, i - distanceMax); j <= Math.min(b.length, i + distanceMax); j++) {
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const cell = Math.min(
        (previous[j - 1] ?? distanceMax) + (a[i - 1] === b[j - 1] ? 0 : 1),
        (previous[j] ?? distanceMax) + 1,
        (row[j - 1] ?? distanceMax) + 1,
        isSwap ? (before[j - 2] ?? distanceMax) + 1 : distanceMax,
      );
      row[j] = cell;
      least = Math.min(least, cell);
    }
    if (least >= distanceMax) return distanceMax;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? distanceMax;
}
