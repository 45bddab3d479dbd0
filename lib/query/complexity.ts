import { type Token, tokens } from "./tokens.ts";

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
}

// What puts one more node above what stands to the left of it, besides operators and casts.
const chainWords = new Set("NOT IS ISNULL NOTNULL COLLATE AT LIKE ILIKE SIMILAR BETWEEN IN".split(" "));
const spineWords = new Set("JOIN UNION EXCEPT INTERSECT".split(" "));

/** Measures a text before it is parsed: a parser without a stack limit must not see what is too deep for it. */
export function complexityOf(text: string): Complexity {
  const levels: Level[] = [{ item: 0, spine: 0 }];
  let count = 0;
  let depth = 0;
  let most = 0;
  for (const token of tokens(text)) {
    count++;
    depth += enter(levels, token, text);
    most = Math.max(most, depth);
  }
  return { tokens: count, depth: most };
}

/** Books one token and says by how much the depth changes. */
function enter(levels: Level[], token: Token, text: string): number {
  const level = levels.at(-1) ?? { item: 0, spine: 0 };
  const what = token.kind === "word" ? text.slice(token.start, token.end).toUpperCase() : text[token.start];
  if (token.kind === "operator" || (token.kind === "word" && chainWords.has(what ?? ""))) return chain(level);
  if (token.kind === "word") {
    if (spineWords.has(what ?? "")) {
      level.spine++;
      return 1;
    }
    if (what === "CASE") return open(levels);
    if (what === "END") return close(levels);
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

function open(levels: Level[]): number {
  levels.push({ item: 0, spine: 1 });
  return 1;
}

function close(levels: Level[]): number {
  const level = levels.length > 1 ? levels.pop() : undefined;
  return level === undefined ? 0 : -(level.item + level.spine);
}
