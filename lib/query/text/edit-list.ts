import type { Edit } from "./composed-text.ts";
import { firstFrom } from "./ordered.ts";

/** Edits of one text in the order of their places, none inside of another: one that is put around others takes their place. */
export class EditList {
  readonly #edits: Edit[];

  constructor(edits: readonly Edit[]) {
    this.#edits = edits.toSorted((a, b) => a.at - b.at);
  }

  get all(): readonly Edit[] {
    return this.#edits;
  }

  /** Those that begin in a part of the text. */
  from(start: number, end: number): readonly Edit[] {
    return editsFrom(this.#edits, start, end);
  }

  /** Adds one, which has been made of what it overlaps. */
  put(edit: Edit): void {
    const edits = this.#edits;
    let first = firstFrom(edits, edit.at, placeOf);
    // What ends where it begins stays in front of it.
    while (edits[first]?.at === edit.at && edits[first]?.end === edit.at && edit.end > edit.at) first++;
    while ((edits[first - 1]?.end ?? 0) > edit.at) first--;
    const after = Math.max(first, firstFrom(edits, edit.end, placeOf));
    edits.splice(first, after - first, edit);
  }
}

/** Of ordered edits those that begin in a part of the text. */
export function editsFrom(ordered: readonly Edit[], start: number, end: number): readonly Edit[] {
  return ordered.slice(firstFrom(ordered, start, placeOf), firstFrom(ordered, end, placeOf));
}

function placeOf({ at }: Edit): number {
  return at;
}
