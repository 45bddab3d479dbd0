import { type Complexity, complexityOf } from "../complexity.ts";
import { codePoints } from "../text/positions.ts";
import type { ParseOutcome } from "./sql-parser.ts";

/** UTF-16 units. */
const textLengthMax = 262_144;
const tokensMax = 50_000;
/** The parser's worker has the stack for more; Postgres itself says "stack depth limit exceeded" at about the same depth. */
const depthMax = 5_000;
/** A dump of a middling database has some hundred. */
export const statementsMax = 1_000;
/** The parser's lexer takes time with their square, and one parser serves everybody. */
const blockCommentsMax = 1_000;

/** The lexer reads a run of operator characters anew for each sign and each comment in it. */
const lexerWorkMax = 4_000_000;

type Refused = Extract<ParseOutcome, { ok: false }>;

/** A text for the parser, and how much work it is. */
export interface Fitting extends Complexity {
  readonly ok: true;
  /** Of the lexer, with long runs of signs: characters that it reads again. */
  readonly lexerWork: number;
}

/** Why a text must not reach the parser; else how much work it is. */
export function examine(text: string): Refused | Fitting {
  if (text.length > textLengthMax) return tooComplex(`The text is longer than ${textLengthMax} characters.`);
  // The parser takes a C string: it would not see what stands behind a NUL.
  const nul = text.indexOf("\0");
  if (nul !== -1) return invalidText("0x00", codePoints(text, nul) + 1);
  if (!text.isWellFormed()) return invalidText("a lone surrogate", 1);
  // Counted in strings too: they are rarer there than it costs to tell.
  if (text.split("/*").length > blockCommentsMax)
    return tooComplex(`The text has more than ${blockCommentsMax} block comments.`);
  const lexerWork = rereadCharacters(text);
  if (lexerWork > lexerWorkMax) return tooComplex("The text has too many signs in a row.");
  const complexity = complexityOf(text);
  if (complexity.tokens > tokensMax)
    return tooComplex(`The text has more than ${tokensMax} words and signs.`);
  if (complexity.depth > depthMax) return tooComplex("The statement is nested too deeply.");
  return { ok: true, ...complexity, lexerWork };
}

const longRun = /[~!@#^&|`?+\-*/%<>=]{256,}/g;

function rereadCharacters(text: string): number {
  let work = 0;
  for (const [run] of text.matchAll(longRun)) {
    const signs = run.match(/\+|-(?!-)|\/\*/g)?.length ?? 0;
    work += run.length * signs;
  }
  return work;
}

/** statement_too_complex */
export function tooComplex(message: string): Refused {
  return { ok: false, code: "54001", message, position: 1 };
}

function invalidText(what: string, position: number): Refused {
  return {
    ok: false,
    code: "22021",
    message: `invalid byte sequence for encoding "UTF8": ${what}`,
    position,
  };
}
