import { firstFrom } from "./ordered.ts";
import { codePoints } from "./positions.ts";

/** A part of a statement that is being put together: text of ours, or a piece of the statement as it was typed. */
export interface Fragment {
  readonly text: string;
  /** The UTF-16 index at which it stands in the statement as typed; null for text of ours. */
  readonly origin: number | null;
  /** Of something else in the place of a part: all of it stands where that began. */
  readonly isReplaced?: true;
}

export type Fragments = readonly Fragment[];

/** Something else in the place of a part of the statement as typed: `[at, end)`; an insertion when both are the same. */
export interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** Text of ours. */
export function ours(text: string): Fragments {
  return [{ text, origin: null }];
}

/** Fragments one after another, with a text of ours between them. */
export function joined(parts: readonly Fragments[], separator: string): Fragments {
  return parts.flatMap((part, index) => (index === 0 ? part : [...ours(separator), ...part]));
}

/** A query that may have a WITH of its own, to stand behind another. */
export function bracketed(query: Fragments): Fragments {
  return [...ours("SELECT * FROM ("), ...query, ...ours(`\n) AS "$d"`)];
}

/** Cuts pieces out of a statement as typed, with the edits that fall into them made. */
export function cutter(typed: string, edits: readonly Edit[]): (from: number, to: number) => Fragments {
  const ordered = edits.toSorted((a, b) => a.at - b.at || a.end - b.end);
  return (from, to) => {
    const pieces: Fragment[] = [];
    let done = from;
    for (let index = firstFrom(ordered, from, ({ at }) => at); index < ordered.length; index++) {
      const edit = ordered[index];
      if (edit === undefined || edit.at > to) break;
      const { at, end, text } = edit;
      if (at < done || end > to) continue;
      pieces.push({ text: typed.slice(done, at), origin: done });
      pieces.push(at === end ? { text, origin: null } : { text, origin: at, isReplaced: true });
      done = end;
    }
    pieces.push({ text: typed.slice(done, to), origin: done });
    return pieces.filter(({ text }) => text !== "");
  };
}

/** A finished text, and the way from a place in it to the statement as typed. */
export interface ComposedText {
  readonly text: string;
  /** Both 1-based, in code points; null for a place in text of ours. */
  readonly toStatement: (position: number) => number | null;
}

/** @param typed the statement that the pieces were cut from. */
export function compose(typed: string, fragments: Fragments): ComposedText {
  return {
    text: fragments.map(({ text }) => text).join(""),
    toStatement: (position) => {
      let before = 0;
      for (const { text, origin, isReplaced } of fragments) {
        const length = codePoints(text);
        if (position <= before + length)
          return origin === null
            ? null
            : codePoints(typed, origin) + (isReplaced === true ? 1 : position - before);
        before += length;
      }
      return null;
    },
  };
}

/** Whether an edit stands inside of another; what is put in front of that does not. */
export function isWithin(outer: Pick<Edit, "at" | "end">, { at, end }: Pick<Edit, "at" | "end">): boolean {
  return at >= outer.at && at < outer.end && !(at === outer.at && end === at);
}
