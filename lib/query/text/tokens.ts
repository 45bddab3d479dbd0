/** What a token is, as far as counting and cutting need to know. */
export type TokenKind = "word" | "quoted" | "string" | "number" | "parameter" | "operator" | "punctuation";

export interface Token {
  readonly kind: TokenKind;
  /** UTF-16 indices; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

const space = /(?:[ \t\n\r\f\v]+|--[^\n\r]*)+/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const quoted = /"[^"]*(?:""[^"]*)*"/y;
const plainString = /'[^']*(?:''[^']*)*'/y;
const escapeString = /'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const parameter = /\$\d+/y;
const number = /(?:\d|\.\d)[\w.]*/y;
const pair = /::|:=|\.\./y;
const prefixed = /[eEbBxX]'|[uU]&['"]/y;
const comment = /\/\*|--/y;

/**
 * Splits a text as Postgres's own lexer does, comments and white space left out.
 * It never throws: what is not closed runs to the text's end, and the parser says so.
 *
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export function* tokens(text: string, from = 0): Generator<Token> {
  let index = skipSpace(text, from);
  while (index < text.length) {
    if (isOperator(text, index)) {
      for (const token of operators(text, index)) {
        yield token;
        index = token.end;
      }
    } else {
      const token = tokenAt(text, index);
      yield token;
      index = token.end;
    }
    index = skipSpace(text, index);
  }
}

function tokenAt(text: string, start: number): Token {
  const prefix = text[start + 1] === "'" || text[start + 1] === "&" ? match(prefixed, text, start) : 0;
  if (prefix > 0) {
    const quote = start + prefix - 1;
    if (text[quote] === '"') return { kind: "quoted", start, end: quoteEnd(quoted, text, quote) };
    return { kind: "string", start, end: stringEnd(text, quote, /[eE]/.test(text[start] ?? "")) };
  }
  const length = match(word, text, start);
  if (length > 0) return { kind: "word", start, end: start + length };
  const first = text[start];
  if (first === '"') return { kind: "quoted", start, end: quoteEnd(quoted, text, start) };
  if (first === "'") return { kind: "string", start, end: stringEnd(text, start, false) };
  if (first === "$") return dollarToken(text, start);
  const digits = match(number, text, start);
  if (digits > 0) return { kind: "number", start, end: start + digits };
  return { kind: "punctuation", start, end: start + (match(pair, text, start) || 1) };
}

function dollarToken(text: string, start: number): Token {
  const digits = match(parameter, text, start);
  if (digits > 0) return { kind: "parameter", start, end: start + digits };
  const tag = match(dollarTag, text, start);
  if (tag === 0) return { kind: "punctuation", start, end: start + 1 };
  const close = text.indexOf(text.slice(start, start + tag), start + tag);
  return { kind: "string", start, end: close === -1 ? text.length : close + tag };
}

/** A string goes on after white space (and line comments) that holds a line break, by the same rules as it began. */
function stringEnd(text: string, start: number, isEscape: boolean): number {
  const pattern = isEscape ? escapeString : plainString;
  for (let quote = start; ; ) {
    const end = quoteEnd(pattern, text, quote);
    const next = end + match(space, text, end);
    if (text[next] !== "'" || !/[\n\r]/.test(text.slice(end, next))) return end;
    quote = next;
  }
}

function quoteEnd(pattern: RegExp, text: string, start: number): number {
  const length = match(pattern, text, start);
  return length === 0 ? text.length : start + length;
}

/**
 * The operators in a run of operator characters, which ends where a comment begins: one, unless it would end in + or -
 * without one of ~!@#%^&|`? in front of that; then the signs at the end stand alone.
 */
function operators(text: string, start: number): readonly Token[] {
  let end = start + 1;
  while (isOperator(text, end) && match(comment, text, end) === 0) end++;
  if (end === start + 1) return [{ kind: "operator", start, end }];
  const run = text.slice(start, end);
  let signs = 0;
  if (!/[~!@#^&|`?%]/.test(run.slice(0, -1))) {
    while (signs < run.length - 1 && /[+-]/.test(run[run.length - 1 - signs] ?? "")) signs++;
  }
  const ends = Array.from({ length: signs + 1 }, (_, index) => end - signs + index);
  return ends.map((tokenEnd, index) => ({
    kind: "operator",
    start: index === 0 ? start : tokenEnd - 1,
    end: tokenEnd,
  }));
}

function skipSpace(text: string, from: number): number {
  let index = from;
  for (;;) {
    if (mayBeSpace(text.charCodeAt(index))) index += match(space, text, index);
    if (!text.startsWith("/*", index)) return index;
    index = blockCommentEnd(text, index);
  }
}

/** Block comments nest. */
function blockCommentEnd(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

const operatorSigns = new Set("~!@#^&|`?+-*/%<>=");

function isOperator(text: string, at: number): boolean {
  return operatorSigns.has(text.charAt(at));
}

/** White space, or the minus that begins a line comment. */
function mayBeSpace(code: number): boolean {
  return code <= 0x20 || code === 0x2d;
}
