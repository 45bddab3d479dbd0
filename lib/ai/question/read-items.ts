import type { Item } from "./items.ts";
import { fillers, type Key, keyPhrases } from "./key-phrases.ts";
import { statusWords } from "./lexicon.ts";
import type { MentionIndex } from "./mentions.ts";
import { findMoment } from "./moments.ts";
import { type ColumnNode, nameWords, type SchemaGraph } from "./schema-graph.ts";
import { findComparative, findSuperlative } from "./superlatives.ts";
import type { Token } from "./tokens.ts";

interface Found {
  readonly item: Item;
  readonly length: number;
}

/** Turns tokens into items, at each place the longest thing that is known; fillers are left out. */
export function readItems(
  tokens: readonly Token[],
  graph: SchemaGraph,
  index: MentionIndex,
): readonly Item[] {
  const values = enumValues(graph);
  const capitals = tokens.filter((token) => token.isCapital).length;
  // In a title, capitals say nothing.
  const isTitle = tokens.length > 3 && capitals > tokens.length * 0.7;
  const items: Item[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (token === undefined) break;
    const found = longestAt(tokens, at, { index, values, isTitle });
    if (found !== null) items.push(found.item);
    else if (token.number !== null) items.push(numberItem(token));
    else if (!fillers.has(token.lower)) items.push(wordItem(token));
    at += found?.length ?? 1;
  }
  return items;
}

interface Sources {
  readonly index: MentionIndex;
  readonly values: ReadonlyMap<string, readonly ColumnNode[]>;
  readonly isTitle: boolean;
}

function longestAt(tokens: readonly Token[], at: number, sources: Sources): Found | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const moment = findMoment(tokens, at);
  const literal = moment === null && token.kind === "literal" ? value(tokens, at, 1, [], true) : null;
  const moments =
    moment === null
      ? null
      : {
          item: { ...base(tokens, at, moment.length), kind: "moment", moment: moment.moment } as const,
          length: moment.length,
        };
  const candidates = [
    literal,
    moments,
    // "Max" in the middle of a sentence is a name, not a maximum.
    ...(at > 0 && token.isCapital ? [properAt(tokens, at, sources)] : []),
    mentionAt(tokens, at, sources.index),
    listedAt(tokens, at, sources.values),
    stateAt(tokens, at),
    superlativeAt(tokens, at),
    comparativeAt(tokens, at),
    keyAt(tokens, at),
    properAt(tokens, at, sources),
  ];
  let best: Found | null = null;
  for (const candidate of candidates) {
    if (candidate !== null && (best === null || candidate.length > best.length)) best = candidate;
  }
  return best === null ? null : preferKey(tokens, at, best, sources.index);
}

/** "total" and "number" are words of the language and names of columns: the neighbours tell which is meant. */
function preferKey(tokens: readonly Token[], at: number, best: Found, index: MentionIndex): Found {
  if (best.item.kind !== "mention" || best.length > 1) return best;
  const key = keyAt(tokens, at);
  if (key === null || key.length > 1 || key.item.kind !== "key") return best;
  const before = tokens[at - 1]?.lower ?? "";
  const after = tokens[at + 1]?.lower ?? "";
  const isName =
    at > 0 &&
    (["with", "by", "their", "its", "whose", "and"].includes(before) ||
      tokens[at - 1]?.isPossessive === true);
  const isCompared = [
    "over",
    "under",
    "above",
    "below",
    "more",
    "less",
    "greater",
    "is",
    "between",
    ">",
    "<",
    "=",
  ].includes(after);
  const isLast = at === tokens.length - 1 && at > 0;
  const isFollowed = index.find(tokens, at + 1) !== null;
  return (isName && !isFollowed) || isCompared || isLast || key.item.key === "contains" ? best : key;
}

function mentionAt(tokens: readonly Token[], at: number, index: MentionIndex): Found | null {
  const found = index.find(tokens, at);
  if (found === null) return null;
  return {
    item: { ...base(tokens, at, found.length), kind: "mention", mention: found.mention },
    length: found.length,
  };
}

function keyAt(tokens: readonly Token[], at: number): Found | null {
  const token = tokens[at];
  if (token === undefined || token.kind === "literal") return null;
  for (const { words, key } of keyPhrases.get(token.lower) ?? []) {
    // "who has" at the beginning asks for people; later it says something of them.
    if (at === 0 && words.length > 1 && ["who", "that"].includes(words[0] ?? "")) continue;
    if (words.every((word, offset) => tokens[at + offset]?.lower === word))
      return keyItem(tokens, at, words.length, key);
  }
  return null;
}

function keyItem(tokens: readonly Token[], at: number, length: number, key: Key): Found {
  return { item: { ...base(tokens, at, length), kind: "key", key }, length };
}

function superlativeAt(tokens: readonly Token[], at: number): Found | null {
  const words = tokens.slice(at, at + 2).map((token) => token.lower);
  const found = findSuperlative(words);
  if (found === null) return null;
  const item = {
    ...base(tokens, at, found.length),
    kind: "superlative",
    superlative: found.superlative,
  } as const;
  return { item, length: found.length };
}

function comparativeAt(tokens: readonly Token[], at: number): Found | null {
  const words = tokens.slice(at, at + 4).map((token) => token.lower);
  const found = findComparative(words);
  if (found === null) return null;
  const item = {
    ...base(tokens, at, found.length),
    kind: "comparative",
    comparative: found.comparative,
  } as const;
  return { item, length: found.length };
}

/** A state of several words: `in progress`, `on hold`. */
function stateAt(tokens: readonly Token[], at: number): Found | null {
  const lower = `${tokens[at]?.lower}_${tokens[at + 1]?.lower}`;
  if (!statusWords.has(lower)) return null;
  const item = { ...base(tokens, at, 2), kind: "word", lower, singular: lower, root: lower } as const;
  return { item, length: 2 };
}

/** A value that some column lists: `in progress` for `in_progress`. */
function listedAt(tokens: readonly Token[], at: number, values: Sources["values"]): Found | null {
  for (let length = Math.min(4, tokens.length - at); length > 0; length--) {
    const words = tokens.slice(at, at + length).map((token) => token.lower);
    const columns = values.get(words.join(" "));
    if (columns !== undefined) return value(tokens, at, length, columns, false);
  }
  return null;
}

const namers = new Set(["at", "by", "from", "named", "called", "in", "of", "for"]);

const joiners = new Set(["of", "the", "de", "la", "van", "von", "da", "&", "a"]);

/** A run of capitalised words that are nothing else: `Mr Ito`, `Lord of the Rings`, `Biology 101`. */
function properAt(tokens: readonly Token[], at: number, { index, isTitle }: Sources): Found | null {
  const first = tokens[at];
  if (first === undefined || isTitle || !first.isCapital || first.kind !== "word") return null;
  // The first word of a sentence has a capital anyway.
  if (at === 0 && (keyAt(tokens, 0) !== null || fillers.has(first.lower))) return null;
  // After a preposition, a capital makes a name of what is a word of the schema elsewhere ("agents at Home").
  const known = index.find(tokens, at);
  const isPlain = first.lower === first.singular || known?.mention.tables.length === 0;
  const isNamed = namers.has(tokens[at - 1]?.lower ?? "") && isPlain;
  if (known !== null && tokens[at + 1]?.isCapital !== true && !isNamed) return null;
  let length = 1;
  for (;;) {
    const last = tokens[at + length - 1];
    if (last === undefined || last.isBeforeComma || last.isPossessive) break;
    const joined = runLength(tokens, at + length);
    if (joined === 0) break;
    length += joined;
  }
  return value(tokens, at, length, [], false);
}

function runLength(tokens: readonly Token[], at: number): number {
  const next = tokens[at];
  if (next === undefined) return 0;
  if (next.isCapital && next.kind === "word") return 1;
  if (next.kind === "number" && !/^(19|20)\d\d$/.test(next.text)) return 1;
  let skip = 0;
  while (joiners.has(tokens[at + skip]?.lower ?? "")) skip++;
  return skip > 0 && tokens[at + skip]?.isCapital === true ? skip + 1 : 0;
}

function value(
  tokens: readonly Token[],
  at: number,
  length: number,
  columns: readonly ColumnNode[],
  isQuoted: boolean,
): Found {
  return { item: { ...base(tokens, at, length), kind: "value", isQuoted, columns }, length };
}

function numberItem(token: Token): Item {
  return { ...base([token], 0, 1), kind: "number", number: token.number ?? 0, isMoney: token.isMoney };
}

function wordItem(token: Token): Item {
  if (token.kind === "sign") return { ...base([token], 0, 1), kind: "sign" };
  return {
    ...base([token], 0, 1),
    kind: "word",
    lower: token.lower,
    singular: token.singular,
    root: token.root,
  };
}

function base(tokens: readonly Token[], at: number, length: number) {
  const span = tokens.slice(at, at + length);
  const last = span.at(-1);
  return {
    text: span.map((token) => token.text).join(" "),
    isPossessive: last?.isPossessive === true,
    isAgent: span[0]?.isAgent === true,
    isBeforeComma: last?.isBeforeComma === true,
  };
}

function enumValues(graph: SchemaGraph): ReadonlyMap<string, readonly ColumnNode[]> {
  const values = new Map<string, ColumnNode[]>();
  for (const column of graph.tables.flatMap((table) => table.columns)) {
    for (const listed of column.enumValues) {
      const words = listed
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== "");
      for (const key of new Set([words.join(" "), nameWords(listed).join(" ")])) {
        if (key !== "") values.set(key, [...(values.get(key) ?? []), column]);
      }
    }
  }
  return values;
}
