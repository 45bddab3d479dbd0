import { codePoints, risingPoints } from "./positions.ts";

/** Text put into another before one of its UTF-16 indices. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A text with insertions, and the way back from a place in it. */
export interface SplicedText {
  readonly text: string;
  /** A 1-based position in code points as one in the original text; null inside of what was inserted. */
  readonly toOriginal: (position: number) => number | null;
}

/** Inserts texts; of two at one place, the first given comes first. */
export function splice(original: string, insertions: readonly Insertion[]): SplicedText {
  const ordered = insertions.toSorted((a, b) => a.at - b.at);
  let text = "";
  let done = 0;
  for (const insertion of ordered) {
    text += original.slice(done, insertion.at) + insertion.text;
    done = insertion.at;
  }
  return {
    text: text + original.slice(done),
    toOriginal: (position) => backward(original, ordered, position),
  };
}

function backward(original: string, ordered: readonly Insertion[], position: number): number | null {
  let shift = 0;
  const pointsAt = risingPoints(original);
  for (const { at, text } of ordered) {
    const start = pointsAt(at) + shift;
    if (position <= start) break;
    const length = codePoints(text);
    if (position <= start + length) return null;
    shift += length;
  }
  return position - shift;
}
