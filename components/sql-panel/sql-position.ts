import { type Token, tokensOf } from "./language/tokens.ts";

/** Half-open range of UTF-16 offsets, as editors count. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What is wrong at a place of the editor's text. */
export interface SqlProblem {
  readonly range: TextRange;
  readonly message: string;
}

/** A text that is run, and where it begins in the editor. */
export interface TextToRun {
  readonly text: string;
  readonly offset: number;
}

/** The UTF-16 offset of a 1-based position in code points, as Postgres counts; clamped to the text. */
export function toOffset(text: string, position: number): number {
  let offset = 0;
  for (let passed = 1; passed < position && offset < text.length; passed++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The word, quoted name, text or sign at an offset: what an error there is about. Never empty unless the text is. */
export function tokenAt(text: string, offset: number): TextRange {
  const at = Math.min(offset, Math.max(text.length - 1, 0));
  const rest = text.slice(at);
  const match = /^(?:[\p{L}\p{N}_$]+|"(?:[^"]|"")*"?|'(?:[^']|'')*'?|[^\s\p{L}\p{N}])/u.exec(rest);
  return { start: at, end: at + Math.max(match?.[0].length ?? 1, 1) };
}

/**
 * Where each statement of a text lies: between the semicolons that stand outside of quotes, comments and `BEGIN ATOMIC`,
 * without the spaces around it. Empty ones do not count.
 */
export function statementRanges(typed: string): readonly TextRange[] {
  const text = withoutCopyData(typed);
  const ranges: TextRange[] = [];
  let from = 0;
  let isEmpty = true;
  const close = (to: number) => {
    const statement = text.slice(from, to);
    const start = from + (statement.length - statement.trimStart().length);
    if (!isEmpty) ranges.push({ start, end: from + statement.trimEnd().length });
    from = to + 1;
    isEmpty = true;
  };
  for (const { name, start, isOfBody } of withBodies(tokensOf(text))) {
    if (name === ";" && !isOfBody) close(start);
    else isEmpty = false;
  }
  close(text.length);
  return ranges;
}

/** The rows behind `COPY … FROM stdin;`, up to the line `\.`, become spaces: they may hold quotes and semicolons. */
function withoutCopyData(text: string): string {
  return text.replaceAll(
    copyData,
    (_, statement: string, data: string) => statement + " ".repeat(data.length),
  );
}

const copyData = /(\bcopy\b[^;]*\bfrom\s+stdin\b[^;]*;[^\n]*\n)([\s\S]*?(?:^\\\.[ \t\r]*$|$(?![\s\S])))/gim;

/** Says of each token whether it stands in a function's `BEGIN ATOMIC … END`, whose `CASE … END` is passed over. */
function* withBodies(tokens: readonly Token[]): Generator<Token & { readonly isOfBody: boolean }> {
  let open = 0;
  let before = "";
  for (const token of tokens) {
    const word = token.kind === "word" ? token.name : "";
    if (open === 0 && before === "begin" && word === "atomic") open = 1;
    else if (open > 0 && word === "case") open++;
    else if (open > 0 && word === "end") open--;
    before = word;
    yield { ...token, isOfBody: open > 0 };
  }
}

/** 1-based. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** Where a line begins, counted from that of an offset on. */
export function startOfLine(text: string, line: number, offset: number): number {
  let start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  for (let left = line - 1; left > 0; left--) {
    const end = text.indexOf("\n", start);
    if (end === -1) break;
    start = end + 1;
  }
  return start;
}
