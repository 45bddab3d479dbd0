import { LRUCache } from "lru-cache";

/** How long statements take when little keeps them waiting, by their text. */
export interface StatementTimes {
  /** @param ms from its sending to its answer. */
  note(text: string, ms: number): void;
  forget(text: string): void;
  /** Whether one with this text hardly keeps anybody waiting; of one that was never run nobody knows. */
  isQuick(text: string): boolean;
}

const textsMax = 6_000;
/** Characters. A longer one is never quick. */
const textMax = 32_768;
/** Characters of all of them. */
const lengthMax = 32_000_000;
const quickMs = 10;
/** How fast a text that takes longer than it once did is seen to: a burst of load must not make all of them slow. */
const drift = 0.05;

export function createStatementTimes(): StatementTimes {
  // One object each, since what is set anew with each use leaves something behind.
  const texts = new LRUCache<string, { ms: number }>({
    max: textsMax,
    maxSize: lengthMax,
    maxEntrySize: textMax,
    sizeCalculation: (_, text) => Math.max(1, text.length),
  });
  return {
    note(text, ms) {
      const known = texts.get(text);
      if (known === undefined) texts.set(text, { ms });
      else if (ms < known.ms) known.ms = ms;
      else known.ms += (ms - known.ms) * drift;
    },
    forget: (text) => void texts.delete(text),
    isQuick: (text) => (texts.get(text)?.ms ?? Number.POSITIVE_INFINITY) < quickMs,
  };
}
