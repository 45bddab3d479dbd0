import { type Placed, placedTokens, type Range, tokenFrom } from "../text/clauses.ts";
import { cutter, type Edit } from "../text/composed-text.ts";

/** A text that edits are collected for, and where its parts are. */
export class EditedText {
  readonly typed: string;
  readonly indexOf: (byteOffset: number) => number;
  readonly #opened: Edit[] = [];
  readonly #closed: Edit[] = [];
  readonly #named: Edit[] = [];
  readonly #replaced: Edit[];
  readonly #late: (Range & { readonly make: () => string })[] = [];
  #placed: readonly Placed[] | null = null;

  /** @param others edits of the text that are made beside these. */
  constructor(typed: string, indexOf: (byteOffset: number) => number, others: readonly Edit[] = []) {
    this.#replaced = [...others];
    this.typed = typed;
    this.indexOf = indexOf;
  }

  /** All tokens; they are asked for only where something is to be edited. */
  get placed(): readonly Placed[] {
    this.#placed ??= placedTokens(this.typed, { start: 0, end: this.typed.length });
    return this.#placed;
  }

  /** Puts a text in front of what begins at an index; what is around it is opened later. */
  open(at: number, text: string): void {
    this.#opened.push({ at, end: at, text });
  }

  /** Puts a text behind what ends at an index; what is around it is closed later. */
  close(at: number, text: string): void {
    this.#closed.push({ at, end: at, text });
  }

  /** Gives what ends at an index a name, which is no part of it where it is said a second time. */
  name(at: number, text: string): void {
    this.#named.push({ at, end: at, text });
  }

  replace({ start, end }: Range, text: string): void {
    this.#replaced.push({ at: start, end, text });
  }

  /** Replaces a part by a text that may hold parts of the text itself, with all edits made in them. */
  later({ start, end }: Range, make: () => string): void {
    this.#late.push({ start, end, make });
  }

  /** What was collected, in the order in which it stands at one place. */
  edits(): readonly Edit[] {
    return this.#editsIn({ start: 0, end: this.typed.length + 1 });
  }

  /** A part of the text with the edits made that were collected in it. */
  cut(range: Range): string {
    return cutter(this.typed, this.#editsIn(range))(range.start, range.end)
      .map(({ text }) => text)
      .join("");
  }

  #editsIn({ start, end }: Range): readonly Edit[] {
    const late = this.#late.filter(
      (own) => own.start >= start && own.end <= end && own.end - own.start < end - start,
    );
    // A part that is replaced takes what was to be made in it with it.
    const outermost = late.filter(
      (own) => !late.some((other) => other !== own && other.start <= own.start && other.end >= own.end),
    );
    const named = this.#named.filter(({ at }) => at < end);
    const opened = this.#opened.toReversed();
    const known = [...this.#closed, ...named, ...opened, ...this.#replaced].filter(
      (edit) =>
        edit.at >= start &&
        edit.end <= end &&
        !outermost.some((own) => edit.at >= own.start && edit.end <= own.end && isInside(edit, own)),
    );
    return [...known, ...outermost.map((own) => ({ at: own.start, end: own.end, text: own.make() }))];
  }

  /** The place among the tokens of the first one that begins at an index or behind it. */
  tokenAt(index: number): number {
    return tokenFrom(this.placed, index);
  }

  /** The brackets that open at an index or behind it: what is in them, and the index behind. */
  brackets(from: number): { readonly open: Placed; readonly inside: Range; readonly after: number } {
    let first = this.tokenAt(from);
    while (first < this.placed.length && this.placed[first]?.word !== "(") first++;
    const open = this.placed[first];
    if (open === undefined) throw new RangeError("a call without brackets");
    let last = first + 1;
    // A bracket that closes stands as deep as the one that opened.
    while (last < this.placed.length && (this.placed[last]?.depth ?? 0) > open.depth) last++;
    const close = this.placed[last];
    const end = this.typed.length;
    return { open, inside: { start: open.end, end: close?.start ?? end }, after: close?.end ?? end };
  }

  /** The parts of a stretch between its commas. */
  items({ start, end }: Range): readonly Range[] {
    const items: Range[] = [];
    const first = this.tokenAt(start);
    const depth = this.placed[first]?.depth ?? 0;
    let from: number | null = null;
    let to = start;
    for (let index = first; index < this.placed.length; index++) {
      const token = this.placed[index];
      if (token === undefined || token.start >= end) break;
      if (token.depth === depth && token.word === "," && from !== null) {
        items.push({ start: from, end: to });
        from = null;
      } else {
        from ??= token.start;
        to = token.end;
      }
    }
    return from === null ? items : [...items, { start: from, end: to }];
  }

  /** Where an operand begins that ends in front of an index: its first mark, or the brackets around it. */
  startOf(mark: number, end: number): number {
    const first = this.tokenAt(mark);
    const last = this.tokenAt(end);
    let isOpen = 0;
    let missing = 0;
    for (const { word } of this.placed.slice(first, last)) {
      if (word === "(" || word === "[") isOpen++;
      else if ((word === ")" || word === "]") && isOpen-- === 0) {
        isOpen = 0;
        missing++;
      }
    }
    return this.placed[first - missing]?.start ?? mark;
  }
}

/** What is put in front of a part, or behind it, is not in it. */
function isInside({ at, end }: Edit, part: Range): boolean {
  return end > at || (at > part.start && at < part.end);
}
