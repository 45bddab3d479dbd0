import type { ParseOutcome } from "./sql-parser.ts";

/** UTF-16 units: an application's statements are short, and a long text is rarely sent twice. */
const lengthMax = 16_384;
const textsMax = 256;

/** What the last texts were parsed to: an application sends the same statements again and again, with other parameters. */
export interface RecentTexts {
  get(text: string): ParseOutcome | undefined;
  add(text: string, outcome: ParseOutcome): void;
}

/** Trees are values that nobody changes, so that one serves all who send its text. */
export function recentTexts(): RecentTexts {
  const outcomes = new Map<string, ParseOutcome>();
  return {
    get(text) {
      const found = outcomes.get(text);
      if (found === undefined) return undefined;
      // A map keeps the order in which keys were set: the first is the one not asked for longest.
      outcomes.delete(text);
      outcomes.set(text, found);
      return found;
    },
    add(text, outcome) {
      if (text.length > lengthMax || !outcome.ok) return;
      outcomes.set(text, outcome);
      const [oldest] = outcomes.keys();
      if (outcomes.size > textsMax && oldest !== undefined) outcomes.delete(oldest);
    },
  };
}
