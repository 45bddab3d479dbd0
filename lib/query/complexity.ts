import { type Token, tokens } from "./text/tokens.ts";

/** How much work a text makes for a parser. */
export interface Complexity {
  readonly tokens: number;
  /** An upper estimate of the parse tree's depth: brackets, and operators and joins that hang on each other. */
  readonly depth: number;
}

/** One open bracket (or CASE): how deep its present list item and its chain of joins or set operations have become. */
interface Level {
  item: number;
  /** Counts the bracket itself. */
  spine: number;
  readonly isCase: boolean;
}

// What puts one more node above what stands to the left of it, besides operators and casts.
const chainWords = new Set(
  "NOT IS ISNULL NOTNULL COLLATE AT LIKE ILIKE SIMILAR BETWEEN IN OPERATOR".split(" "),
);
const spineWords = new Set("JOIN UNION EXCEPT INTERSECT".split(" "));

/** Measures a text before it is parsed: a parser without a stack limit must not see what is too deep for it. */
export function complexityOf(text: string): Complexity {
  const levels: Level[] = [{ item: 0, spine: 0, isCase: false }];
  let count = 0;
  let depth = 0;
  let most = 0;
  let isName = false;
  for (const token of tokens(text)) {
    count++;
    // Behind a dot any word is a name.
    if (!isName || token.kind !== "word") depth += enter(levels, token, text);
    isName = token.kind === "punctuation" && text[token.start] === ".";
    most = Math.max(most, depth);
  }
  return { tokens: count, depth: most };
}

/** Books one token and says by how much the depth changes. */
function enter(levels: Level[], token: Token, text: string): number {
  const level = levels.at(-1) ?? { item: 0, spine: 0, isCase: false };
  const what = token.kind === "word" ? text.slice(token.start, token.end).toUpperCase() : text[token.start];
  if (token.kind === "operator" || (token.kind === "word" && chainWords.has(what ?? ""))) return chain(level);
  if (token.kind === "word") {
    if (spineWords.has(what ?? "")) {
      level.spine++;
      return 1;
    }
    if (what === "CASE") return open(levels, true);
    // `SELECT 1 AS end` ends nothing.
    if (what === "END") return level.isCase ? leave(levels) : 0;
    // OR binds loosest: what is right of it hangs beside what is left, and the parser keeps ORs flat.
    return what === "OR" ? rest(level) : 0;
  }
  if (token.kind !== "punctuation") return 0;
  if (what === "(") return open(levels);
  if (what === "[") return chain(level) + open(levels);
  if (what === ")" || what === "]") return close(levels);
  if (what === "," || what === ";") return rest(level);
  return what === ":" || what === "." ? chain(level) : 0;
}

function chain(level: Level): number {
  level.item++;
  return 1;
}

function rest(level: Level): number {
  const change = -level.item;
  level.item = 0;
  return change;
}

function open(levels: Level[], isCase = false): number {
  levels.push({ item: 0, spine: 1, isCase });
  return 1;
}

/** A bracket closes with what has been left open in it: that was no CASE, but a name. */
function close(levels: Level[]): number {
  let change = 0;
  while (levels.at(-1)?.isCase === true) change += leave(levels);
  return change + leave(levels);
}

function leave(levels: Level[]): number {
  const level = levels.length > 1 ? levels.pop() : undefined;
  return level === undefined ? 0 : -(level.item + level.spine);
}
