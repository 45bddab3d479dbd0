import type { RawStatement } from "../parser/sql-parser.ts";
import { codePoints, utf16FromCodePoints } from "./positions.ts";
import { tokens } from "./tokens.ts";

/** Where something is wrong, as the HTTP contract tells it. */
export interface Place {
  /** 0-based index of the statement; empty ones do not count. */
  readonly statement: number;
  /**
   * 1-based, in code points of the statement, which begins with the first character (of a comment, too) that is not
   * white space behind the semicolon before. Null if it is not known.
   */
  readonly position: number | null;
}

/** The place of a UTF-16 index of the text. */
export function placeOf(
  text: string,
  statements: readonly RawStatement[],
  statement: number,
  index: number,
): Place {
  const start = statementStart(text, statements[statement - 1]?.end ?? 0, statements[statement]?.start ?? 0);
  return { statement, position: codePoints(text.slice(start, index)) + 1 };
}

/** The place of a syntax error, for which there are no statements: their ends are the semicolons in front of it. */
export function placeOfSyntaxError(text: string, position: number): Place {
  const index = utf16FromCodePoints(text, position - 1);
  let statement = 0;
  let isEmpty = true;
  for (const token of tokens(text)) {
    if (token.start >= index) break;
    const isEnd = isSemicolon(text, token.start);
    if (isEnd && !isEmpty) statement++;
    isEmpty = isEnd;
  }
  return { statement, position: codePoints(text.slice(statementStart(text, 0, index), index)) + 1 };
}

/** From the first word of a statement to its semicolon or the end, in a text that has no statements yet; null if there is none. */
export function rangeOfStatement(text: string, statement: number): { start: number; end: number } | null {
  let index = -1;
  let start: number | null = null;
  let end = 0;
  for (const token of tokens(text)) {
    if (isSemicolon(text, token.start)) {
      if (start !== null && index === statement) return { start, end: token.start };
      start = null;
    } else if (start === null) {
      start = token.start;
      index++;
    }
    end = token.end;
  }
  return start !== null && index === statement ? { start, end } : null;
}

/** Behind the last semicolon between two places, and the white space after it. */
export function statementStart(text: string, from: number, to: number): number {
  let start = from;
  for (const token of tokens(text, from)) {
    if (token.start >= to) break;
    if (isSemicolon(text, token.start)) start = token.end;
  }
  const space = /[ \t\n\r\f\v]*/y;
  space.lastIndex = start;
  space.exec(text);
  return Math.min(space.lastIndex, to);
}

function isSemicolon(text: string, index: number): boolean {
  // No other token begins with one.
  return text[index] === ";";
}
