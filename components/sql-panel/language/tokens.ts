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
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>[eE]?'(?:[^']|'')*'?|(?<tag>\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[\s\S]*?(?:\k<tag>|$)|\{\{[^}]*\}\}|\$\d+)|(?<quoted>"(?:[^"]|"")*"?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\d.eE]*)|(?<sign>::|<>|!=|<=|>=|\|\||->>|->|[^\s])/gu;

/** The tokens of a text, incomplete ones at its end included. */
export function tokensOf(text: string): readonly Token[] {
  let depth = 0;
  const tokens: Token[] = [];
  for (const match of text.matchAll(piece)) {
    const { groups = {}, index } = match;
    const [whole] = match;
    if (groups.space !== undefined) continue;
    if (whole === ")") depth = Math.max(0, depth - 1);
    tokens.push({ ...named(whole, groups), text: whole, start: index, end: index + whole.length, depth });
    if (whole === "(") depth++;
  }
  return tokens;
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
  for (const match of text.matchAll(piece)) {
    const end = match.index + match[0].length;
    if (match.index >= offset) return false;
    if (end < offset) continue;
    const [whole] = match;
    if (whole.startsWith("--")) return true;
    if (whole.startsWith("/*")) return end > offset || !whole.endsWith("*/");
    if (match.groups?.text !== undefined && !/^(?:\$\d+|\{\{)/.test(whole))
      return end > offset || !isClosed(whole);
  }
  return false;
}

function isClosed(text: string): boolean {
  if (text.startsWith("$")) return text.length > 2 && text.endsWith("$");
  return text.length > 1 && text.endsWith("'");
}
