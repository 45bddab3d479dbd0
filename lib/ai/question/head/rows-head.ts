import type { Item } from "../items.ts";
import { categoryColumns, personColumns, placeColumns } from "../lexicon.ts";
import { countOf } from "../measures.ts";
import type { Mention } from "../mentions.ts";
import { dateOfVerb, type PlacedColumn, placeColumn } from "../pick-column.ts";
import type { ColumnNode, SchemaGraph, TableNode } from "../schema-graph.ts";
import { groupKey } from "./find-group.ts";
import { findPerson } from "./find-person.ts";
import { distanceTo, type Head, hasKey, isPlural, mentionedTables, ownPath, type Subject } from "./head.ts";

/** A list of rows, or of some of their columns; null when the question names nothing of the schema. */
export function rowsHead(items: readonly Item[], graph: SchemaGraph, subject: Subject | null): Head | null {
  const who = items.findIndex((item) => hasKey(item, ["who"]));
  if (who >= 0 && (subject === null || who < subject.at)) {
    const person = findPerson(items, graph);
    if (person !== null) return rows(person, [], true);
  }
  const when = subject === null ? whenHead(items, graph) : null;
  if (when !== null) return when;
  if (subject === null) {
    const first = items.find((item) => !hasKey(item, ["show"]));
    const isKindFirst = first?.kind === "word" || first?.kind === "superlative";
    return (isKindFirst ? kindHead(items, graph) : null) ?? columnsOnly(items) ?? kindHead(items, graph);
  }
  const grouped = mostCommon(items, subject) ?? mostOfColumn(items, subject);
  if (grouped !== null) return grouped;
  const asked = [...columnsBefore(items, subject.at), ...columnsBehind(items, subject.at)];
  const columns = asked.flatMap((at) => placedAt(items, at, subject.table) ?? []);
  if (columns.length === 0) return rows(subject.table, [subject.at], !isPlural(items[subject.at]));
  return columnsHead(subject.table, columns, [...asked, subject.at], !isPlural(items[subject.at]));
}

function rows(root: TableNode, used: readonly number[], isSingle: boolean): Head {
  return { root, output: { kind: "rows" }, focusPath: ownPath(root), used, isSingle };
}

function columnsHead(
  root: TableNode,
  columns: readonly PlacedColumn[],
  used: readonly number[],
  isSingle: boolean,
): Head {
  const [only, ...others] = columns;
  const isDistinct = others.length === 0 && only !== undefined && isRepeated(only.column);
  return { root, output: { kind: "columns", columns, isDistinct }, focusPath: ownPath(root), used, isSingle };
}

/** Whether many rows share a value, so that a list of them should name each once. */
function isRepeated(column: ColumnNode): boolean {
  if (column === column.table.label) return false;
  const name = column.words.join("_");
  const isSorting = categoryColumns.some((one) => name === one || name.endsWith(`_${one}`));
  return column.enumValues.length > 0 || isSorting || placeColumns.has(name) || personColumns.has(name);
}

/** "the most common appointment status": values by how often they occur. */
function mostCommon(items: readonly Item[], subject: Subject): Head | null {
  const at = items.findIndex((item) => item.kind === "superlative" && item.superlative.concept === "common");
  const columnAt = items.findIndex(
    (item, index) => index > at && item.kind === "mention" && item.mention.tables.length === 0,
  );
  const found = items[at];
  const item = items[columnAt];
  if (found?.kind !== "superlative" || item?.kind !== "mention") return null;
  const key = groupKey(subject.table, item.mention, null);
  if (key === null) return null;
  const own = ownPath(subject.table);
  const output = { kind: "per group", keys: [key], measure: countOf(own) } as const;
  const order = [{ by: "figure", direction: found.superlative.direction }] as const;
  return {
    root: subject.table,
    output,
    focusPath: own,
    used: [at, columnAt, subject.at],
    isSingle: !isPlural(item),
    order,
  };
}

/** "which city has the most customers": the column's values are the rows, the table what is counted. */
function mostOfColumn(items: readonly Item[], subject: Subject): Head | null {
  const at = items.findIndex((item) => item.kind === "mention");
  const item = items[at];
  if (item?.kind !== "mention" || at >= subject.at || item.mention.tables.length > 0) return null;
  const between = items.slice(at + 1, subject.at);
  const isCounted = between.some((one) =>
    hasKey(one, ["most", "fewest", "more", "at least", "less", "at most"]),
  );
  const key = isCounted ? groupKey(subject.table, item.mention, null) : null;
  if (key === null) return null;
  const own = ownPath(subject.table);
  const output = { kind: "per group", keys: [key], measure: countOf(own) } as const;
  return { root: subject.table, output, focusPath: own, used: [at], isSingle: !isPlural(item) };
}

/** Columns asked for before the subject: "names and emails of users", "what cities do customers live in". */
function columnsBefore(items: readonly Item[], end: number): readonly number[] {
  const asked: number[] = [];
  for (let at = 0; at < end; at++) {
    const item = items[at];
    if (item?.kind !== "mention" || item.mention.columns.length === 0 || item.mention.tables.length > 0)
      continue;
    const before = items[at - 1];
    const next = items[at + 1];
    const isDescribed = before?.kind === "word" || before?.kind === "value" || before?.kind === "number";
    const isAsked =
      hasKey(next, ["of", "and", "for", "from", "with", "in"]) ||
      item.isBeforeComma ||
      (next?.kind === "mention" && isPlural(item));
    if (!isDescribed && isAsked) asked.push(at);
  }
  return asked;
}

/** "product categories", "customer names and emails": columns right behind the subject of which nothing else is said. */
function columnsBehind(items: readonly Item[], subjectAt: number): readonly number[] {
  const isBeginning = items.slice(0, subjectAt).every((one) => hasKey(one, ["show"]));
  if (!isBeginning || items[subjectAt]?.isBeforeComma === true) return [];
  const asked: number[] = [];
  let at = subjectAt + 1;
  for (; isColumnName(items[at]); at += hasKey(items[at + 1], ["and"]) ? 2 : 1) asked.push(at);
  const next = items[at];
  const isAlone =
    next === undefined || hasKey(next, ["sort", "alphabetical", "newest first", "in", "for", "and"]);
  return isAlone ? asked : [];
}

function isColumnName(item: Item | undefined): boolean {
  return item?.kind === "mention" && item.mention.tables.length === 0 && item.mention.columns.length > 0;
}

function placedAt(items: readonly Item[], at: number, table: TableNode): PlacedColumn | null {
  const item = items[at];
  return item?.kind === "mention" ? placeColumn(table, item.mention, undefined, 1) : null;
}

/** No table is named: "what genres are there", "the email of Bob". */
function columnsOnly(items: readonly Item[]): Head | null {
  const asked = items.flatMap((item, at) =>
    item.kind === "mention" && item.mention.columns.length > 0 ? [at] : [],
  );
  const [first] = asked;
  const item = first === undefined ? undefined : items[first];
  if (item?.kind !== "mention") return null;
  const column = nearestColumn(item.mention, mentionedTables(items));
  if (column === null) return null;
  const used = asked.filter(
    (at) => at === first || hasKey(items[at - 1], ["and"]) || items[at - 1]?.isBeforeComma === true,
  );
  const columns = used.flatMap((at) => placedAt(items, at, column.table) ?? []);
  const own = { path: ownPath(column.table), column };
  return columnsHead(column.table, columns.length > 0 ? columns : [own], used, !isPlural(item));
}

/** "When did Pam join?": the date that the verb names, wherever it is. */
function whenHead(items: readonly Item[], graph: SchemaGraph): Head | null {
  if (!items.some((item) => hasKey(item, ["when"]))) return null;
  for (const [at, item] of items.entries()) {
    if (item.kind !== "word") continue;
    for (const table of graph.tables) {
      const column = dateOfVerb(table, item.root);
      if (column !== null) return columnsHead(table, [{ path: ownPath(table), column }], [at], true);
    }
  }
  return null;
}

const kindColumns = /^(type|kind|role|job_title|title|position|specialty|category)$|_type$|_kind$/;

function kindColumn(table: TableNode): ColumnNode | null {
  return (
    table.columns.find(
      (column) => column.kind === "text" && kindColumns.test(column.name) && column !== table.label,
    ) ?? null
  );
}

/** "suites", "calls due today", "engineers": rows that go by the name of their kind. */
function kindHead(items: readonly Item[], graph: SchemaGraph): Head | null {
  for (const [at, item] of items.entries()) {
    if (item.kind === "value" && item.columns[0] !== undefined) return rows(item.columns[0].table, [], false);
    const before = items[at - 1];
    const isNamed = before?.kind === "superlative" || hasKey(before, ["count", "most"]);
    const isPluralNoun =
      item.kind === "word" && (item.lower !== item.singular || isNamed) && !/(ed|ing)$/.test(item.lower);
    const [column, ...others] = graph.tables.flatMap((table) => kindColumn(table) ?? []);
    if (isPluralNoun && column !== undefined && others.length === 0) {
      return { ...rows(column.table, [at], !isPlural(item)), kind: { at, column } };
    }
  }
  return null;
}

/** The surest of the columns a mention may mean, people's first: "the email of Bob" is a person's. */
export function nearestColumn(mention: Mention, near: readonly TableNode[]): ColumnNode | null {
  const rated = mention.columns.map(({ column, strength }) => ({
    column,
    score:
      strength * 3 -
      distanceTo(column.table, near) +
      (column.table.isPerson ? 1 : 0) -
      (column.table.label === null ? 1 : 0),
  }));
  return rated.sort((a, b) => b.score - a.score)[0]?.column ?? null;
}
