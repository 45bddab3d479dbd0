import { firstFrom } from "./ordered.ts";
import { type Token, tokens } from "./tokens.ts";

/** A stretch of a text: UTF-16 indices, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A token with what the cutting of clauses asks for: how deep in brackets it stands, and its word in capitals. */
export interface Placed extends Token {
  /** Brackets that are open in front of it; an opening one counts for what is in it, not for itself. */
  readonly depth: number;
  /** A bare word in capitals, or the sign itself; "" for quoted names, texts and numbers. */
  readonly word: string;
}

/**
 * The tokens of a stretch, with their depth.
 * Those of the last whole text are kept: the parts of a compiler ask for them one after the other.
 */
export function placedTokens(text: string, range: Range): readonly Placed[] {
  if (range.start > 0 || range.end < text.length) return newPlacedTokens(text, range);
  if (last.text !== text) last = { text, placed: newPlacedTokens(text, range) };
  return last.placed;
}

let last: { readonly text: string; readonly placed: readonly Placed[] } = { text: "", placed: [] };

function newPlacedTokens(text: string, { start, end }: Range): readonly Placed[] {
  const placed: Placed[] = [];
  let depth = 0;
  for (const token of tokens(text, start)) {
    if (token.start >= end) break;
    const own = text.slice(token.start, token.end);
    if (own === ")" || own === "]") depth--;
    const isSaid = token.kind === "word" || token.kind === "punctuation" || token.kind === "operator";
    placed.push({ ...token, depth, word: isSaid ? own.toUpperCase() : "" });
    if (own === "(" || own === "[") depth++;
  }
  return placed;
}

/** The place among the tokens of the first one that begins at an index or behind it. */
export function tokenFrom(placed: readonly Placed[], index: number): number {
  return firstFrom(placed, index, ({ start }) => start);
}

/** The text behind the word DEFAULT of a constraint that begins a stretch: a comment or a name in front may say it too. */
export function behindDefault(text: string, range: Range): string {
  const word = placedTokens(text, range).find((token) => token.depth === 0 && token.word === "DEFAULT");
  return text.slice(word?.end ?? range.start, range.end).trim();
}

/** The stretches between the commas that stand in no bracket. */
export function listItems(text: string, range: Range): readonly Range[] {
  const items: Range[] = [];
  let start: number | null = null;
  let end = range.start;
  for (const token of placedTokens(text, range)) {
    if (token.depth === 0 && token.word === ",") {
      items.push({ start: start ?? token.start, end });
      start = null;
    } else {
      start ??= token.start;
      end = token.end;
    }
  }
  return start === null ? items : [...items, { start, end }];
}

/** The stretch inside of the brackets that open at a token, and the index behind them. */
export function insideOf(text: string, range: Range, open: Placed): { inside: Range; after: number } {
  const placed = placedTokens(text, range);
  let index = tokenFrom(placed, open.end);
  // A bracket that closes stands as deep as the one that opened.
  while (index < placed.length && !closes(placed[index], open)) index++;
  const close = placed[index];
  const end = close?.start ?? range.end;
  return { inside: { start: open.end, end }, after: close?.end ?? range.end };
}

/** The brackets that open at an index or behind it: what is in them, and the index behind. */
export function bracketsFrom(text: string, at: number): { open: Placed; inside: Range; after: number } {
  const range = { start: 0, end: text.length };
  const placed = placedTokens(text, range);
  let index = tokenFrom(placed, at);
  while (index < placed.length && placed[index]?.word !== "(") index++;
  const open = placed[index];
  if (open === undefined) throw new RangeError("a call without brackets");
  return { open, ...insideOf(text, range, open) };
}

function closes(token: Placed | undefined, { depth }: Placed): boolean {
  return token?.depth === depth && (token.word === ")" || token.word === "]");
}

/** The first token from an index on that says the word and stands in no bracket. */
export function keywordFrom(placed: readonly Placed[], word: string, from = 0): Placed | undefined {
  return placed.find((token) => token.start >= from && token.depth === 0 && token.word === word);
}
