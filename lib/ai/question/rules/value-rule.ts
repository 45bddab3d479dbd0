import { isPlural } from "../head/head.ts";
import type { Item } from "../items.ts";
import type { PlacedColumn } from "../pick-column.ts";
import { placeColumn } from "../pick-column.ts";
import type { QueryNode, TextMatch } from "../query.ts";
import type { Preposition, Reading } from "../reading.ts";
import { matchOf, type PlacedValue, resolveValue, roleOf } from "../resolve-value.ts";
import { type ColumnNode, hasRoot, type Path, pathBetween, type TableNode } from "../schema-graph.ts";
import { relationOf } from "./absence-rule.ts";
import type { Rule } from "./rule.ts";
import { findState } from "./state-rule.ts";

/** "in Paris", "by Austen", "named Ana", "cardiology doctors", "high priority", "the Biology course". */
export const valueRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind !== "value" && item?.kind !== "word") return 0;
  // "who requested leave": the rest of the related table's name.
  if (item.kind === "word" && reading.isAfterVerb && hasRoot(reading.focus.table.words, item.root)) return 1;
  const listed = item.kind === "value" ? listedColumn(reading, item.columns) : null;
  if (listed !== null) return addListed(reading, item, listed);
  const typed = typedByNext(reading, at, item);
  if (typed > 0) return typed;
  const isPredicate = ["is", "not"].includes(reading.key(at - 1) ?? "") && !isVerbForm(item);
  const isVerb = item.kind === "word" && /(ed|ing)$/.test(item.lower) && item.lower.length > 4;
  const isValue =
    item.kind === "value" ||
    reading.preposition !== null ||
    reading.isAfterVerb ||
    isPredicate ||
    (isBeforeNoun(reading, at) && !isVerb);
  if (!isValue) return 0;
  const { focus, candidates } = place(reading, at, item, isPredicate);
  const [placed, second] = candidates;
  if (placed === undefined) return 0;
  const text = item.kind === "word" && isPredicate ? item.singular : item.text;
  reading.focus = focus;
  const own = ownName(reading, placed);
  if (own !== null) addEither(reading, [own, placed], text);
  else if (second !== undefined && isTie(reading, placed, second)) addEither(reading, [placed, second], text);
  else addText(reading, focus, placed, text, placed.match);
  reading.verb = null;
  return 1;
};

const longTexts =
  /^(body|content|text|description|comment|notes?|message|summary|details|subject|bio|review|feedback|abstract)$/;

/** "containing nice", "with the word page in the subject": in the column named behind, else in what people write. */
export const containsRule: Rule = (reading, at) => {
  const key = reading.key(at);
  const item = reading.items[at + 1];
  if ((key !== "contains" && key !== "starts" && key !== "ends") || item === undefined || item.kind === "key")
    return 0;
  const named = reading.key(at + 2) === "in" ? reading.mention(at + 3) : null;
  const placed =
    named === null ? null : placeColumn(reading.focus.table, named, (column) => column.kind === "text");
  if (placed !== null) {
    addText(reading, reading.focus, placed, item.text, key);
    return 4;
  }
  const { label, columns } = reading.focus.table;
  const texts = columns.filter(
    (column) =>
      column === label || (key === "contains" && column.kind === "text" && longTexts.test(column.name)),
  );
  if (texts.length === 0) return 0;
  const options = texts.map((column) => ({
    path: { edges: [], end: reading.focus.table },
    column,
    match: key,
    score: 0,
  }));
  const [only, ...others] = options;
  if (only !== undefined && others.length === 0) addText(reading, reading.focus, only, item.text, key);
  else addEither(reading, options, item.text);
  return 2;
};

/** "sold", "managed": no value of a column, but what happened to the rows. */
function isVerbForm(item: Item): boolean {
  return (
    item.kind === "word" && (/(ed|ing)$/.test(item.lower) || !item.singular.startsWith(item.root.slice(0, 3)))
  );
}

/** "9 or 10", "paid or shipped", "Ana, Bob": one more value for the condition just made. */
export const moreValuesRule: Rule = (reading, at) => {
  const key = reading.key(at);
  const isJoined =
    key === "or" || key === "and" || (reading.items[at - 1]?.isBeforeComma === true && key === null);
  const valueAt = key === "or" || key === "and" ? at + 1 : at;
  const last = reading.lastCondition;
  if (!isJoined || last === null) return 0;
  const item = reading.items[valueAt];
  const { node, condition } = last;
  const index = node.conditions.indexOf(condition);
  if (index < 0 || item === undefined) return 0;
  if (key === "or" && widenToState(reading, item)) return valueAt + 1 - at;
  const test = widened(condition.test, item, condition.column, key);
  if (test === null) return 0;
  const wider = { ...condition, test };
  node.conditions[index] = wider;
  reading.lastCondition = { node, condition: wider };
  return valueAt + 1 - at;
};

/** "low priority or done": the other choice is about another column. */
function widenToState(reading: Reading, item: Item): boolean {
  const last = reading.lastCondition;
  const state = item.kind === "word" && last !== null ? findState(last.node.table, item.lower) : null;
  if (last === null || state === null || state.column === last.condition.column) return false;
  last.node.conditions.splice(last.node.conditions.indexOf(last.condition), 1);
  last.node.alternatives.push([last, { node: last.node, condition: state }]);
  reading.lastCondition = null;
  return true;
}

function widened(test: PlacedTest, item: Item, column: ColumnNode, key: string | null): PlacedTest | null {
  if (test.kind === "text") {
    const isSameColumn =
      item.kind === "value" && (item.columns.length === 0 || item.columns.includes(column));
    const isWord = item.kind === "word" && key === "or";
    if (!isSameColumn && !isWord) return null;
    const text = column.enumValues.find((value) => sameWords(value, item.text)) ?? item.text;
    return { ...test, texts: [...test.texts, text] };
  }
  if (item.kind !== "number" || key === "and") return null;
  if (test.kind === "one of") return { ...test, numbers: [...test.numbers, item.number] };
  const isEqual = test.kind === "compare" && test.operator === "=" && typeof test.value === "number";
  return isEqual ? { kind: "one of", numbers: [Number(test.value), item.number] } : null;
}

type PlacedTest = NonNullable<Reading["lastCondition"]>["condition"]["test"];

/** The column among those that list the value which is nearest to what the question is about. */
function listedColumn(reading: Reading, columns: readonly ColumnNode[]): PlacedColumn | null {
  const placed = columns.flatMap((column) => {
    const path = pathBetween(reading.focus.table, column.table);
    return path === null ? [] : [{ path, column }];
  });
  return placed.sort((a, b) => a.path.edges.length - b.path.edges.length)[0] ?? null;
}

function addListed(reading: Reading, item: Item, { path, column }: PlacedColumn): number {
  const text = column.enumValues.find((value) => sameWords(value, item.text)) ?? item.text;
  const node = reading.reach(reading.focus, path);
  reading.add(node, column, { kind: "text", match: "exact", texts: [text] });
  return 1;
}

function sameWords(a: string, b: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== "")
      .join(" ");
  return words(a) === words(b) || words(a) === words(b).replace(/s$/, "");
}

/** "high priority", "the Science department", "the Biology course": the noun behind says which column. */
function typedByNext(reading: Reading, at: number, item: Item): number {
  const mention = reading.mention(at + 1);
  if (mention === null || item.isBeforeComma) return 0;
  if (item.isPossessive) return item.kind === "value" ? ofRelated(reading, item, mention.tables) : 0;
  const focus = reading.focus.table;
  const placed = placeColumn(focus, mention, (column) => column.kind === "text", 0);
  if (placed !== null && placed.column !== focus.label) {
    addText(
      reading,
      reading.focus,
      placed,
      item.text,
      matchOf(placed.column, roleOf(placed.column, placed.path)),
    );
    return 2;
  }
  if (isPlural(reading.items[at + 1]) && item.kind === "value")
    return ofRelated(reading, item, mention.tables);
  const isName = item.kind === "value" || reading.preposition !== null;
  for (const table of mention.tables) {
    const path = table === focus ? null : pathBetween(focus, table);
    if (
      !isName ||
      path === null ||
      table.label === null ||
      (item.kind === "word" && reading.preposition === null)
    )
      continue;
    const label = { path, column: table.label };
    addText(
      reading,
      reading.focus,
      label,
      item.text,
      matchOf(table.label, table.isPerson ? "person" : "thing"),
    );
    return 2;
  }
  return 0;
}

/** "Lea's projects", "Apollo tasks": rows of another table, found by a name of theirs or of what they belong to. */
function ofRelated(reading: Reading, item: Item, tables: readonly TableNode[]): number {
  for (const table of tables) {
    const path = table === reading.focus.table ? null : pathBetween(reading.focus.table, table);
    if (path === null || path.edges.length === 0) continue;
    const context = {
      text: item.text,
      verb: null,
      isProper: true,
      isOwnLabelLikely: false,
      excluded: [reading.focus.table],
    } as const;
    const [placed] = resolveValue(table, { ...context, preposition: item.isPossessive ? "of" : "before" });
    if (placed === undefined) continue;
    const node = reading.reach(reading.focus, path);
    addText(reading, node, placed, item.text, placed.match);
    reading.focus = node;
    return 2;
  }
  return 0;
}

/** A word right before the subject or another noun describes it. */
function isBeforeNoun(reading: Reading, at: number): boolean {
  // "silver or gold members".
  const isJoined =
    reading.key(at + 1) === "or" && ["word", "value"].includes(reading.items[at + 2]?.kind ?? "");
  const next = reading.items[isJoined ? at + 3 : at + 1];
  return next?.kind === "mention" && next.mention.tables.includes(reading.focus.table);
}

function place(
  reading: Reading,
  at: number,
  item: Item,
  isPredicate: boolean,
): { focus: QueryNode; candidates: readonly PlacedValue[] } {
  const { preposition, output } = reading;
  const isBefore = isPredicate || isBeforeNoun(reading, at);
  const described = isBefore && item.kind === "word" ? "before" : preposition;
  const stands = described ?? (item.isPossessive ? "of" : isBefore ? "before" : null);
  const isAgent = item.isAgent || (stands === null && isDoer(reading, at));
  const isOwnColumnAsked =
    output.kind === "columns" ||
    (output.kind === "figure" && output.measure.column !== null && output.measure.path.edges.length === 0);
  const context = {
    text: item.text,
    preposition: isAgent ? "agent" : stands,
    verb: isAgent ? (verbAfter(reading, at) ?? reading.verb) : reading.verb,
    isProper: item.kind === "value",
    excluded: reading.ancestors(reading.focus),
    isOwnLabelLikely: isOwnColumnAsked && (stands === "of" || stands === "for" || item.isAgent),
  } as const;
  const candidates = resolveValue(reading.focus.table, context);
  if (candidates.length > 0 || reading.focus === reading.root) return { focus: reading.focus, candidates };
  return { focus: reading.root, candidates: resolveValue(reading.root.table, { ...context, excluded: [] }) };
}

/** "did Pam borrow": the verb comes behind who does it. */
function verbAfter(reading: Reading, at: number): string | null {
  const next = reading.items[reading.key(at + 1) === "is" ? at + 2 : at + 1];
  return next?.kind === "word" ? next.root : null;
}

/** "events Alan is registered for": a name, then what its bearer does with the rows. */
function isDoer(reading: Reading, at: number): boolean {
  const verb = verbAfter(reading, at);
  return verb !== null && relationOf(reading.focus.table, verb) !== null;
}

/** Two names of related rows fit equally well ("tasks of Noa": a person's or a project's). */
function isTie(reading: Reading, first: PlacedValue, second: PlacedValue): boolean {
  const isOne = (placed: PlacedValue) =>
    placed.path.edges.length > 0 && placed.path.edges.every((edge) => edge.direction === "one");
  return (
    first.score - second.score < 0.5 &&
    isOne(first) &&
    isOne(second) &&
    !reading.isNegated &&
    reading.focus === reading.root
  );
}

/** "who is assigned to Build": the rows that the verb led to have names themselves. */
function ownName(reading: Reading, placed: PlacedValue): PlacedValue | null {
  const { table } = reading.focus;
  const isDirect = reading.preposition === "to" || reading.preposition === null;
  const isNamed = table.label !== null && /name|title|subject/.test(table.label.name);
  const isOne = placed.path.edges.length === 1 && placed.path.edges[0]?.direction === "one";
  if (
    reading.focus === reading.root ||
    !isDirect ||
    !isNamed ||
    !isOne ||
    reading.isNegated ||
    table.label === null
  )
    return null;
  return {
    path: { edges: [], end: table },
    column: table.label,
    match: matchOf(table.label, "own label"),
    score: 0,
  };
}

function addEither(reading: Reading, options: readonly PlacedValue[], text: string): void {
  const alternatives = options.map(({ path, column, match }) => ({
    node: reading.reach(reading.focus, path, "shown"),
    condition: { column, test: { kind: "text", match, texts: [text] }, isNegated: false } as const,
  }));
  reading.focus.alternatives.push(alternatives);
  reading.settle();
}

/** Adds a condition on a text; a negated one on a related row asks that there be no such row. */
export function addText(
  reading: Reading,
  from: Reading["focus"],
  placed: { path: Path; column: ColumnNode },
  text: string,
  match: TextMatch,
): void {
  const isAbsent = reading.isNegated && placed.path.edges.length > 0;
  const { isNegated } = reading;
  const node = reading.reach(from, placed.path, isAbsent ? "none" : "some");
  reading.add(node, placed.column, { kind: "text", match, texts: [text] }, isNegated && !isAbsent);
}

const prepositions: readonly string[] = ["in", "at", "from", "to", "of", "for", "on", "by", "with", "named"];

export function asPreposition(key: string | null): Preposition | null {
  // The list is exactly the type.
  return key !== null && prepositions.includes(key) ? (key as Preposition) : null;
}

export type { TableNode };
