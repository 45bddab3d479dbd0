import { LRUCache } from "lru-cache";
import type { ParseOutcome } from "./sql-parser.ts";

/** UTF-16 units: an application's statements are short, and a long text is rarely sent twice. */
const lengthMax = 16_384;
/** Of all texts that are held together: a tree takes some hundred times as many bytes. */
const totalMax = 262_144;

/** What the last texts were parsed to: an application sends the same statements again and again, with other parameters. */
export interface RecentTexts {
  get(text: string): ParseOutcome | undefined;
  add(text: string, outcome: ParseOutcome): void;
}

/**
 * Trees are values that nobody changes, so that one serves all who send its text. Held is what came a second time: most texts
 * of people come once, and a tree that is held for nothing is work for the garbage collector.
 */
export function recentTexts(): RecentTexts {
  const outcomes = recent<ParseOutcome>();
  const seen = recent<true>();
  return {
    get: (text) => outcomes.get(text),
    add(text, outcome) {
      if (text.length > lengthMax || !outcome.ok) return;
      if (seen.get(text) === true) outcomes.set(text, outcome);
      else seen.set(text, true);
    },
  };
}

/** The last values by text, within `totalMax`. */
function recent<Value extends object | true>() {
  // Every size must be positive.
  const sizeCalculation = (_value: Value, text: string) => Math.max(1, text.length);
  return new LRUCache<string, Value>({ maxSize: totalMax, sizeCalculation });
}
