/** A word, name, text or sign of an SQL text; white space and comments are left out. */
export interface Token {
  readonly kind: "word" | "quoted" | "text" | "number" | "sign";
  /** As typed. */
  readonly text: string;
  /** A word in lower case, a quoted name without its quotes; else as typed. */
  readonly name: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** How many round brackets are open in front of it. */
  readonly depth: number;
}

const piece =
  /(?<space>\s+|--[^\n]*)|(?<text>[eE]'(?:\\[\s\S]|''|[^'\\])*'?|'(?:[^']|'')*'?|(?<tag>\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[\s\S]*?(?:\k<tag>|$)|\{\{[^}]*\}\}|\$\d+)|(?<quoted>"(?:[^"]|"")*"?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\d.eE]*)|(?<sign>::|<>|!=|<=|>=|\|\||->>|->|[^\s])/uy;

interface Piece {
  readonly whole: string;
  readonly index: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

function* piecesOf(text: string): Generator<Piece> {
  const scanner = new RegExp(piece);
  for (let index = 0; index < text.length; ) {
    scanner.lastIndex = index;
    const isBlock = text.startsWith("/*", index);
    const match = isBlock ? null : scanner.exec(text);
    const whole = isBlock ? blockComment(text, index) : (match?.[0] ?? text.charAt(index));
    yield { whole, index, groups: isBlock ? { space: whole } : (match?.groups ?? {}) };
    index += whole.length;
  }
}

/** In Postgres, comments stand in one another; one that is not closed goes on to the end. */
function blockComment(text: string, start: number): string {
  let depth = 0;
  for (const { 0: sign, index } of text.slice(start).matchAll(/\/\*|\*\//g)) {
    depth += sign === "/*" ? 1 : -1;
    if (depth === 0) return text.slice(start, start + index + 2);
  }
  return text.slice(start);
}

function isClosedBlock(comment: string): boolean {
  const opened = comment.match(/\/\*/g)?.length ?? 0;
  return comment.endsWith("*/") && opened === (comment.match(/\*\//g)?.length ?? 0);
}

/** The tokens of a text, incomplete ones at its end included. */
export function tokensOf(text: string): readonly Token[] {
  let depth = 0;
  const tokens: Token[] = [];
  for (const { whole, index, groups } of piecesOf(text)) {
    if (groups.space !== undefined) continue;
    if (whole === ")") depth = Math.max(0, depth - 1);
    tokens.push({ ...named(whole, groups), text: whole, start: index, end: index + whole.length, depth });
    if (whole === "(") depth++;
  }
  return tokens;
}

/** What a text says, however it is laid out: its tokens and its comments, and the line break within a text of two parts. */
export function contentOf(text: string): readonly string[] {
  const pieces = [...piecesOf(text)];
  const isText = (at: number) => pieces[at]?.groups.text?.endsWith("'") === true;
  return pieces
    .map(({ whole, groups }, at) => {
      if (groups.space === undefined) return whole;
      if (isText(at - 1) && isText(at + 1) && whole.includes("\n")) return "\n";
      return whole.replaceAll(/\s+/g, " ").trim();
    })
    .filter((whole) => whole !== "");
}

function named(
  whole: string,
  groups: Readonly<Record<string, string | undefined>>,
): Pick<Token, "kind" | "name"> {
  if (groups.word !== undefined) return { kind: "word", name: whole.toLowerCase() };
  if (groups.quoted !== undefined)
    return { kind: "quoted", name: whole.replace(/^"|"$/g, "").replaceAll('""', '"') };
  if (groups.text !== undefined) return { kind: "text", name: whole };
  return { kind: groups.number === undefined ? "sign" : "number", name: whole };
}

/** Whether an offset lies in a comment or in a text, where nothing is to be proposed. */
export function isInsideText(text: string, offset: number): boolean {
  for (const { whole, index, groups } of piecesOf(text)) {
    const end = index + whole.length;
    if (index >= offset) return false;
    if (end < offset) continue;
    if (whole.startsWith("--")) return true;
    if (whole.startsWith("/*")) return end > offset || !isClosedBlock(whole);
    if (groups.text !== undefined && !/^(?:\$\d+|\{\{)/.test(whole)) return end > offset || !isClosed(whole);
  }
  return false;
}

function isClosed(text: string): boolean {
  if (text.startsWith("$")) return text.length > 2 && text.endsWith("$");
  return text.length > 1 && text.endsWith("'");
}
