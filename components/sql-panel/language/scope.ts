import type { KnownColumn, KnownNames } from "./names.ts";
import type { Token } from "./tokens.ts";

/** What a name in front of a dot stands for: an item of FROM. */
export interface ScopeItem {
  /** Its alias, else its name. */
  readonly name: string;
  /** The table, view or WITH query behind it. */
  readonly relation: string | null;
  readonly columns: readonly KnownColumn[];
}

/** What can be named at a place of a statement. */
export interface Scope {
  /** Of the innermost query first. */
  readonly items: readonly ScopeItem[];
  /** WITH queries. */
  readonly queries: readonly ScopeItem[];
  /** The tokens of the innermost query around the place, those in its brackets too. */
  readonly block: readonly Token[];
}

const beginnings = new Set(["select", "with", "insert", "update", "delete", "values", "merge", "table"]);
const ends = new Set(
  "where group having order limit offset fetch window union intersect except returning set values on using when for".split(
    " ",
  ),
);
const joins = new Set([
  "join",
  "inner",
  "left",
  "right",
  "full",
  "cross",
  "natural",
  "lateral",
  "only",
  "outer",
]);

/**
 * The scope at an offset of a statement that may not be finished yet: only brackets and key words are trusted.
 *
 * @param tokens of one statement.
 */
export function scopeAt(tokens: readonly Token[], offset: number, names: KnownNames): Scope {
  const blocks = blocksAround(tokens, offset);
  const queries: ScopeItem[] = [];
  // From the outside in: an inner query sees the WITH queries of those around it.
  for (const block of blocks.toReversed()) queries.unshift(...withQueries(block, names, queries));
  const items = blocks.flatMap((block) => fromItems(segmentAt(block, offset), names, queries));
  return { items, queries, block: blocks[0] ?? [] };
}

/** The queries around an offset, the innermost first. */
function blocksAround(tokens: readonly Token[], offset: number): readonly (readonly Token[])[] {
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.start >= offset) break;
    if (token.text === "(") open.push(index);
    else if (token.text === ")") open.pop();
  }
  const inner = open.toReversed().flatMap((index) => {
    const first = tokens[index + 1];
    return first !== undefined && first.kind === "word" && beginnings.has(first.name)
      ? [bracketed(tokens, index)]
      : [];
  });
  return [...inner, tokens];
}

/** The tokens between an opening bracket and the one that closes it. */
function bracketed(tokens: readonly Token[], open: number): readonly Token[] {
  const depth = tokens[open]?.depth ?? 0;
  const close = tokens.findIndex(
    (token, index) => index > open && token.text === ")" && token.depth === depth,
  );
  return tokens.slice(open + 1, close < 0 ? undefined : close);
}

function depthOf(block: readonly Token[]): number {
  return block.reduce(
    (least, { depth, text }) => (text === ")" ? least : Math.min(least, depth)),
    Number.POSITIVE_INFINITY,
  );
}

/** The part of a UNION that holds the offset. */
function segmentAt(block: readonly Token[], offset: number): readonly Token[] {
  const depth = depthOf(block);
  let start = 0;
  for (const [index, token] of block.entries()) {
    if (token.depth !== depth || !/^(?:union|intersect|except)$/.test(token.name)) continue;
    if (token.start >= offset) return block.slice(start, index);
    start = index + 1;
  }
  return block.slice(start);
}

/** `WITH a AS (…), b (x) AS (…)` */
function withQueries(
  block: readonly Token[],
  names: KnownNames,
  outer: readonly ScopeItem[],
): readonly ScopeItem[] {
  if (block[0]?.name !== "with") return [];
  const depth = depthOf(block);
  const found: ScopeItem[] = [];
  for (let index = 1; index < block.length; index++) {
    const token = block[index];
    if (token === undefined || token.depth !== depth) continue;
    if (token.kind === "word" && beginnings.has(token.name)) break;
    const open = block.findIndex((later, at) => at > index && later.text === "(" && later.depth === depth);
    if (token.name === "recursive" || open < 0) continue;
    const between = block.slice(index + 1, open).map(({ name }) => name);
    if (between[0] === "as") {
      const body = bracketed(block, open);
      found.push({ name: token.name, relation: null, columns: outputOf(body, names, [...found, ...outer]) });
      index = open + body.length + 1;
    } else if (between.length === 0) {
      const columns = bracketed(block, open).flatMap((one) =>
        isName(one) ? [{ name: one.name, type: null }] : [],
      );
      const body = block.findIndex(
        (later, at) => at > open + columns.length && later.text === "(" && later.depth === depth,
      );
      found.push({ name: token.name, relation: null, columns });
      if (body < 0) break;
      index = body + bracketed(block, body).length + 1;
    }
  }
  return found;
}

/** The items of the FROM list of one query, and the target of a write. */
function fromItems(
  block: readonly Token[],
  names: KnownNames,
  queries: readonly ScopeItem[],
): readonly ScopeItem[] {
  const depth = depthOf(block);
  const items: ScopeItem[] = [];
  let isList = false;
  for (let index = 0; index < block.length; index++) {
    const token = block[index];
    if (token === undefined || token.depth !== depth) continue;
    const before = block[index - 1]?.name;
    const isStart =
      token.name === "from" ||
      token.name === "join" ||
      token.name === "using" ||
      (token.name === "update" && before !== "do" && before !== "for") ||
      token.name === "into" ||
      (token.text === "," && isList);
    if (isStart && !(token.name === "from" && before === "distinct")) {
      isList = token.name !== "into" && token.name !== "update";
      const item = itemAt(block, index + 1, names, queries);
      if (item !== null) {
        // `JOIN … USING (id)` is no item.
        if (item.item.name !== "") items.push(item.item);
        index = item.last;
      }
    } else if (ends.has(token.name) && token.kind === "word") {
      isList = token.name === "on";
    }
  }
  return items;
}

function itemAt(
  block: readonly Token[],
  from: number,
  names: KnownNames,
  queries: readonly ScopeItem[],
): { readonly item: ScopeItem; readonly last: number } | null {
  let at = from;
  while (block[at]?.kind === "word" && joins.has(block[at]?.name ?? "")) at++;
  const first = block[at];
  if (first === undefined) return null;
  if (first.text === "(") {
    const body = bracketed(block, at);
    const columns = outputOf(body, names, queries);
    return aliased(block, at + body.length + 1, { name: "", relation: null, columns });
  }
  if (!isName(first) || ends.has(first.name)) return null;
  if (block[at + 1]?.text === "." && block[at + 2] !== undefined) at += 2;
  const { name } = block[at] ?? first;
  if (block[at + 1]?.text === "(" && block[at + 1]?.start === block[at]?.end) {
    const body = bracketed(block, at + 1);
    return aliased(block, at + body.length + 2, { name, relation: null, columns: [] });
  }
  const known =
    queries.find((query) => query.name === name) ?? names.relations.find((one) => one.name === name);
  return aliased(block, at, { name, relation: name, columns: known?.columns ?? [] });
}

/** `… AS p (a, b)` behind what ends at `last`. */
function aliased(
  block: readonly Token[],
  last: number,
  item: ScopeItem,
): { readonly item: ScopeItem; readonly last: number } {
  const hasAs = block[last + 1]?.name === "as";
  const alias = block[last + (hasAs ? 2 : 1)];
  if (alias === undefined || !isName(alias) || (!hasAs && isClause(alias))) return { item, last };
  const at = last + (hasAs ? 2 : 1);
  if (block[at + 1]?.text !== "(") return { item: { ...item, name: alias.name }, last: at };
  const given = bracketed(block, at + 1).filter(isName);
  const columns = item.columns.length === 0 ? given.map(({ name }) => ({ name, type: null })) : item.columns;
  const renamed = columns.map((column, index) => ({ ...column, name: given[index]?.name ?? column.name }));
  return { item: { ...item, name: alias.name, columns: renamed }, last: at + given.length };
}

function isName({ kind }: Token): boolean {
  return kind === "word" || kind === "quoted";
}

function isClause({ kind, name }: Token): boolean {
  return (
    kind === "word" &&
    (ends.has(name) || joins.has(name) || beginnings.has(name) || name === "from" || name === "do")
  );
}

/** The columns that a query in brackets gives, as far as its text tells their names. */
function outputOf(
  body: readonly Token[],
  names: KnownNames,
  outer: readonly ScopeItem[],
): readonly KnownColumn[] {
  const depth = depthOf(body);
  const queries = [...withQueries(body, names, outer), ...outer];
  const start = body.findIndex(
    ({ depth: own, name }) => own === depth && (name === "select" || name === "returning"),
  );
  if (start < 0) return [];
  const items = fromItems(segmentAt(body, body[start]?.end ?? 0), names, queries);
  const stop = body.findIndex(
    ({ depth: own, name, kind }, index) =>
      index > start && own === depth && kind === "word" && (name === "from" || ends.has(name)),
  );
  const list = body.slice(start + 1, stop < 0 ? undefined : stop);
  return split(list, depth).flatMap((expression) => outputColumns(expression, items));
}

function split(list: readonly Token[], depth: number): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of list) {
    if (token.text === "," && token.depth === depth) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function outputColumns(expression: readonly Token[], items: readonly ScopeItem[]): readonly KnownColumn[] {
  const last = expression.at(-1);
  const first = expression[0];
  if (last === undefined || first === undefined) return [];
  if (last.text === "*") {
    const of = expression.length === 1 ? items : items.filter(({ name }) => name === first.name);
    return of.flatMap(({ columns }) => columns);
  }
  const owner =
    expression.length >= 3 && expression.at(-2)?.text === "." ? expression.at(-3)?.name : undefined;
  if (isName(last)) {
    const isPlain = expression.length === 1 || owner !== undefined;
    const known = items
      .filter(({ name }) => owner === undefined || name === owner)
      .flatMap(({ columns }) => columns)
      .find(({ name }) => name === last.name);
    return [isPlain && known !== undefined ? known : { name: last.name, type: null }];
  }
  return last.text === ")" && isName(first) ? [{ name: first.name, type: null }] : [];
}
