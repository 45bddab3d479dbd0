import type { Key } from "../key-phrases.ts";
import { countOf, figureColumn, figureOf } from "../measures.ts";
import { conceptColumn } from "../mentions.ts";
import { isYear, yearMoment } from "../moments.ts";
import {
  birthDate,
  isYearColumn,
  mainNumber,
  type PlacedColumn,
  placeColumn,
  placeDate,
} from "../pick-column.ts";
import type { Operator } from "../query.ts";
import type { Reading } from "../reading.ts";
import { type ColumnNode, isDated, type Path, pathBetween } from "../schema-graph.ts";
import type { Rule } from "./rule.ts";

export const comparisonOperators: Partial<Record<Key, Operator>> = {
  more: ">",
  less: "<",
  "at least": ">=",
  "at most": "<=",
  equal: "=",
  "not equal": "<>",
  before: "<",
  after: ">",
  since: ">=",
  until: "<=",
};

const postfix: Partial<Record<Key, Operator>> = { "or more": ">=", "or less": "<=" };

/** "over 1500", "more than 3 credits", "at least 2 comments", "3 or more", "between 10 and 50", "worth 20". */
export const comparisonRule: Rule = (reading, at) => readComparison(reading, at, null);

/** Reads a comparison of a known column, or of the one that the words after the number name. */
export function readComparison(reading: Reading, at: number, known: PlacedColumn | null): number {
  const start = skipIs(reading, at);
  const between = readBetween(reading, start, known);
  if (between > 0) return between + start - at;
  const average = readAverage(reading, start, known);
  if (average > 0) return average + start - at;
  const key = reading.key(start);
  const operator = key === null ? undefined : comparisonOperators[key];
  const skipped = operator === undefined ? 0 : 1;
  const number = reading.number(start + skipped);
  if (number === null) return 0;
  const after = reading.key(start + skipped + 1);
  const late = after === null ? undefined : postfix[after];
  const effective = operator ?? late;
  if (effective === undefined) return known === null ? readPlainNumber(reading, start, number) : 0;
  const length = start - at + skipped + 1 + (late === undefined ? 0 : 1);
  return length + compare(reading, at + length, { operator: effective, number, key, known });
}

const units =
  /^(square|sq|meters?|metres?|sqm|km|kilometers?|miles?|kg|kilos?|kilograms?|grams?|pounds?|minutes?|hours?|seconds?|euros?|dollars?|usd|eur|gbp|percent|cm|feet|pages?)$/;

/** How many words behind a number only say in what it is measured. */
export function unitWords(reading: Reading, at: number): number {
  let next = at;
  for (
    let item = reading.items[next];
    item?.kind === "word" && units.test(item.lower);
    item = reading.items[next]
  )
    next++;
  return next - at;
}

/** "5 star reviews", "4 credit courses": a number with the column that it is of. */
function readPlainNumber(reading: Reading, at: number, number: number): number {
  const mention = reading.mention(at + 1);
  if (mention === null || mention.tables.length > 0) return 0;
  const placed = placeColumn(reading.focus.table, mention, (column) => column.kind === "number", 0);
  if (placed === null) return 0;
  addNumber(reading, placed, "=", number);
  return 2;
}

interface Comparison {
  readonly operator: Operator;
  readonly number: number;
  readonly key: Key | null;
  readonly known: PlacedColumn | null;
}

/** @returns how many more items the object of the comparison takes. */
function compare(reading: Reading, next: number, comparison: Comparison): number {
  const { operator, number, key, known } = comparison;
  if (known !== null) {
    addNumber(reading, known, operator, number);
    return unitWords(reading, next);
  }
  if (reading.key(next) === "years old") {
    addAge(reading, operator, number);
    return 1;
  }
  if (reading.key(next) === "in stock") {
    const stock = conceptColumn(reading.focus.table, "stock");
    if (stock !== null) addNumber(reading, { path: own(reading), column: stock }, operator, number);
    return stock === null ? 0 : 1;
  }
  const object = reading.mention(next);
  if (object !== null) {
    const taken = compareObject(reading, next, comparison);
    if (taken > 0) return taken;
  }
  const isDate = key !== null && ["before", "after", "since", "until"].includes(key);
  const column = isDate ? placeDate(reading.focus.table, reading.verb) : numberColumn(reading, next - 1);
  // "patients under 18": people have an age before they have any other number.
  const isAge =
    reading.focus.table.isPerson && number < 130 && !isDate && birthDate(reading.focus.table) !== null;
  if (
    isAge &&
    (column === null || !/price|amount|total|salary/.test(column.name)) &&
    addAge(reading, operator, number)
  )
    return 0;
  if (column !== null) addNumber(reading, { path: own(reading), column }, operator, number);
  return unitWords(reading, next);
}

/** "more than 3 credits" is about a column, "more than 2 comments" about how many rows there are. */
function compareObject(reading: Reading, next: number, { operator, number }: Comparison): number {
  const mention = reading.mention(next);
  const item = reading.items[next];
  if (mention === null || item === undefined) return 0;
  const placed = placeColumn(reading.focus.table, mention, (column) => column.kind === "number", 1);
  if (placed?.path.edges.every((edge) => edge.direction === "one")) {
    addNumber(reading, placed, operator, number);
    return 1;
  }
  const isGrouped = reading.output.kind === "per group" && mention.tables.includes(reading.root.table);
  if (isGrouped) {
    reading.having = { operator, value: number };
    reading.settle();
    return 1;
  }
  const above = mention.tables.includes(reading.focus.table) ? reading.pathTo(reading.focus) : null;
  if (above !== null && above.edges.length > 0) {
    // "who have written more than one post": the verb has led to the posts already.
    reading.root.figures.push({ measure: countOf(above), operator, value: number });
    reading.focus = reading.root;
    return 1;
  }
  for (const table of mention.tables) {
    const path = pathBetween(reading.focus.table, table);
    if (path === null || path.edges.length === 0) continue;
    reading.focus.figures.push({ measure: countOf(path), operator, value: number });
    reading.settle();
    return 1;
  }
  const column = figureColumn(item, mention, reading.graph, [reading.focus.table]);
  const path = column === null ? null : pathBetween(reading.focus.table, column.table);
  if (column === null || path === null || path.edges.length === 0) return 0;
  reading.focus.figures.push({ measure: figureOf("sum", path, column), operator, value: number });
  reading.settle();
  return 1;
}

function readBetween(reading: Reading, at: number, known: PlacedColumn | null): number {
  if (reading.key(at) !== "between") return 0;
  const low = reading.number(at + 1);
  const high = reading.number(at + 3);
  if (low === null || high === null || reading.key(at + 2) !== "and") return 0;
  const object = reading.mention(at + 4);
  const named =
    object === null
      ? null
      : placeColumn(reading.focus.table, object, (column) => column.kind === "number", 1);
  const years = isYear(low) && isYear(high);
  const date = years ? placeDate(reading.focus.table, reading.verb) : null;
  const fallback = date ?? numberColumn(reading, at + 1);
  const placed = known ?? named ?? (fallback === null ? null : { path: own(reading), column: fallback });
  if (placed === null) return 0;
  const node = reading.reach(reading.focus, placed.path);
  if (isDated(placed.column)) {
    reading.add(node, placed.column, { kind: "moment", side: "since", moment: yearMoment(low) });
    reading.add(node, placed.column, { kind: "moment", side: "until", moment: yearMoment(high) });
  } else {
    reading.add(node, placed.column, { kind: "between", low, high });
  }
  return known === null && named !== null ? 5 : 4;
}

function readAverage(reading: Reading, at: number, known: PlacedColumn | null): number {
  const key = reading.key(at);
  if (key !== "above average" && key !== "below average") return 0;
  const object = reading.mention(at + 1);
  const named =
    object === null
      ? null
      : placeColumn(reading.focus.table, object, (column) => column.kind === "number", 1);
  const fallback = mainNumber(reading.focus.table);
  const placed = known ?? named ?? (fallback === null ? null : { path: own(reading), column: fallback });
  if (placed === null) return 0;
  const node = reading.reach(reading.focus, placed.path);
  reading.add(node, placed.column, { kind: "average", operator: key === "above average" ? ">" : "<" });
  return known === null && named !== null ? 2 : 1;
}

/** A number on a column of dates is a year; on any other, itself. */
export function addNumber(
  reading: Reading,
  { path, column }: PlacedColumn,
  operator: Operator,
  number: number,
): void {
  const node = reading.reach(reading.focus, path);
  if (isDated(column) && isYear(number)) {
    const side =
      ({ "<": "before", "<=": "until", ">": "after", ">=": "since" } as const)[operator as "<"] ?? "within";
    reading.add(node, column, { kind: "moment", side, moment: yearMoment(number) });
  } else if (!isDated(column)) {
    reading.add(node, column, { kind: "compare", operator, value: number });
  }
}

export function addAge(reading: Reading, operator: Operator, years: number): boolean {
  const { table } = reading.focus;
  const age = conceptColumn(table, "age");
  if (age !== null) {
    reading.add(reading.focus, age, { kind: "compare", operator, value: years });
    return true;
  }
  const birth = birthDate(table) ?? (table.isPerson ? null : placeDate(table, null));
  if (birth === null) return false;
  reading.add(reading.focus, birth, { kind: "years", operator, years });
  return true;
}

/** The column that a bare number is about: a verb's ("cost"), money where there is a currency sign, the main one. */
function numberColumn(reading: Reading, at: number): ColumnNode | null {
  const { table } = reading.focus;
  const number = reading.number(at);
  if (isYear(number) && reading.verb !== null) {
    const year = table.columns.find((column) => isYearColumn(column));
    if (year !== undefined) return year;
  }
  return mainNumber(table);
}

function own(reading: Reading): Path {
  return { edges: [], end: reading.focus.table };
}

/** "is over", "that are above": the copula says nothing here. */
export function skipIs(reading: Reading, at: number): number {
  let next = at;
  while (["is", "that", "of"].includes(reading.key(next) ?? "")) next++;
  return next;
}
