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
    get: outcomes.get,
    add(text, outcome) {
      if (text.length > lengthMax || !outcome.ok) return;
      if (seen.get(text) === true) outcomes.set(text, outcome);
      else seen.set(text, true);
    },
  };
}

/** The last values by text, within `totalMax`. */
function recent<Value>() {
  const values = new Map<string, Value>();
  let total = 0;
  const forget = (text: string): void => {
    if (values.delete(text)) total -= text.length;
  };
  return {
    get(text: string): Value | undefined {
      const found = values.get(text);
      if (found === undefined) return undefined;
      // A map keeps the order in which keys were set: the first is the one not asked for longest.
      values.delete(text);
      values.set(text, found);
      return found;
    },
    set(text: string, value: Value): void {
      forget(text);
      values.set(text, value);
      total += text.length;
      for (const oldest of values.keys()) {
        if (total <= totalMax) return;
        forget(oldest);
      }
    },
  };
}
