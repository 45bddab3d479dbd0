import type { Chunk } from "./chunks.ts";

export class Reader {
  readonly chunks: readonly Chunk[];
  position = 0;
  /** Inside a list that has not come to its "and" yet: the next one closes it. */
  inList = false;

  constructor(chunks: readonly Chunk[]) {
    this.chunks = chunks;
  }

  peek(ahead = 0): Chunk | undefined {
    return this.chunks[this.position + ahead];
  }

  atEnd(): boolean {
    return this.position >= this.chunks.length;
  }

  isSign(...signs: string[]): boolean {
    const next = this.peek();
    return next?.kind === "sign" && signs.includes(next.sign);
  }

  skipSigns(...signs: string[]): void {
    while (this.isSign(...signs)) this.position++;
  }
}

export const isNoun = (chunk: Chunk | undefined): boolean => chunk?.kind === "noun";

export function isVerbal(chunk: Chunk): boolean {
  return (
    chunk.kind === "verb" ||
    chunk.kind === "be" ||
    chunk.kind === "have" ||
    chunk.kind === "modal" ||
    chunk.kind === "not" ||
    chunk.kind === "mark"
  );
}

/** "…, allergies and emergency contact": more columns follow, so the list is still about the same owner. */
export function columnFollows(reader: Reader): boolean {
  for (let ahead = 1; ; ahead++) {
    const chunk = reader.peek(ahead);
    if (
      chunk === undefined ||
      !(chunk.kind === "noun" || (chunk.kind === "sign" && /^(?:,|and)$/.test(chunk.sign)))
    )
      return false;
    if (chunk.kind === "noun" && chunk.look === "column") return true;
  }
}

/** A noun followed by a finite verb starts a clause of its own. */
export function opensClause(reader: Reader): boolean {
  let ahead = 1;
  const after = (): Chunk | undefined => reader.peek(ahead);
  while (after()?.kind === "sign" && (after() as { sign: string }).sign === "(") {
    while (after() !== undefined && !(after()?.kind === "sign" && (after() as { sign: string }).sign === ")"))
      ahead++;
    ahead++;
  }
  const next = after();
  if (next === undefined) return false;
  if (next.kind === "mark") return false;
  if (next.kind === "sign" && next.sign === ":") return true;
  if (next.kind === "verb") return next.form === "base" || next.form === "s";
  return next.kind === "be" || next.kind === "have" || next.kind === "modal";
}
