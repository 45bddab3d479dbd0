import { root } from "../inflection.ts";
import type { Item } from "../items.ts";
import { conceptColumn } from "../mentions.ts";
import { birthDate, mainNumber } from "../pick-column.ts";
import type { Direction, Order } from "../query.ts";
import type { Reading } from "../reading.ts";
import type { ColumnNode } from "../schema-graph.ts";
import type { Superlative } from "../superlatives.ts";
import { verbConcepts } from "../verb-lexicon.ts";
import { activity, addOrder, aggregateOf, orderBy, relatedConcept, timeColumn } from "./order-key.ts";
import type { Rule } from "./rule.ts";

/** Rows that are shown when many fit a superlative and no number was given. */
const fewRows = 10;

/** "top 3 …", "5 cheapest", "the most expensive product", "with the most comments", "latest". */
export const superlativeRule: Rule = (reading, at) => {
  const item = reading.items[at];
  const number = reading.number(at);
  if (item?.kind === "number" && number !== null && isSuperlative(reading.items[at + 1])) {
    reading.limit = number;
    return 1;
  }
  if (item?.kind === "superlative") {
    const length = readSuperlative(reading, at, item.superlative);
    const count = length === 0 ? null : reading.number(at + length);
    if (count === null) return length;
    reading.limit = count;
    return length + 1;
  }
  if (item?.kind !== "key") return 0;
  switch (item.key) {
    case "top":
    case "bottom":
      return readTop(reading, at, item.key === "top" ? "desc" : "asc", item.text);
    case "most":
      return readMost(reading, at, "desc");
    case "fewest":
      return readMost(reading, at, "asc");
    default:
      return 0;
  }
};

function isSuperlative(item: Item | undefined): boolean {
  return (
    item?.kind === "superlative" || (item?.kind === "key" && (item.key === "most" || item.key === "fewest"))
  );
}

/** "top 5 products by price", "first 3 users", "last 5 orders". */
function readTop(reading: Reading, at: number, direction: Direction, text: string): number {
  const number = reading.number(at + 1);
  if (number !== null) reading.limit = number;
  const length = number === null ? 1 : 2;
  const isNamed = reading.items
    .slice(at + length)
    .some((item, offset) => isSuperlative(item) || isSortedBy(reading, at + length + offset));
  if (isNamed) {
    reading.pendingDirection = direction;
    return length;
  }
  const isInTime = /first|last/i.test(text);
  if (isInTime) addOrder(reading, timeColumn(reading.root.table), direction === "desc" ? "asc" : "desc");
  else
    addOrder(
      reading,
      conceptColumn(reading.root.table, "rating") ?? mainNumber(reading.root.table),
      direction,
    );
  if (number === null && reading.limit === null) reading.limit = 1;
  return length;
}

function isSortedBy(reading: Reading, at: number): boolean {
  const key = reading.key(at);
  return (
    key === "sort" ||
    (key === "by" && (reading.items[at + 1]?.kind === "mention" || reading.items[at + 1]?.kind === "key"))
  );
}

function readSuperlative(reading: Reading, at: number, { concept, direction }: Superlative): number {
  if (concept === "figure" || concept === "count") {
    const length = readMost(reading, at, direction);
    if (length > 0) return length;
  }
  if (concept === "next") addComing(reading);
  const column = columnOf(reading, concept);
  const sortAt = reading.items.findIndex((_item, later) => later > at && isSortedBy(reading, later));
  if (column === null && sortAt > 0) {
    reading.pendingDirection = direction;
    limitToFew(reading);
    return 1;
  }
  if (column !== null) {
    // The oldest have the earliest birthday, but the highest age.
    const isAge = concept === "old" && column.kind === "number" && column.words.includes("age");
    addOrder(reading, column, isAge ? (direction === "asc" ? "desc" : "asc") : direction);
  } else {
    const measure =
      concept === "sold" || concept === "popularity" || concept === "count"
        ? activity(reading.root.table, concept)
        : null;
    if (measure === null) return 0;
    reading.order.push({ by: measure, direction });
  }
  limitToFew(reading);
  return 1;
}

/** "most comments", "most viewed", "highest budget", "highest average grade". */
function readMost(reading: Reading, at: number, direction: Direction): number {
  const aggregate = aggregateOf(reading.key(at + 1));
  const objectAt = aggregate === undefined ? at + 1 : at + 2;
  const item = reading.items[objectAt];
  const by = item === undefined ? null : orderBy(reading, item, aggregate);
  if (by === null) return orderByConcept(reading, at, direction);
  reading.order.push({ by, direction });
  limitToFew(reading);
  return objectAt + 1 - at;
}

/** "who earns the most", "which product costs the least": the verb before says what. */
function orderByConcept(reading: Reading, at: number, direction: Direction): number {
  const before = reading.items[at - 1]?.text.toLowerCase() ?? "";
  const concept = verbConcepts[reading.verb ?? ""] ?? verbConcepts[root(before)];
  if (concept === undefined) return 0;
  const { table } = reading.root;
  const column = conceptColumn(table, concept);
  const by: Order["by"] | null =
    column === null ? relatedConcept(table, concept) : { path: { edges: [], end: table }, column };
  if (by === null) return 0;
  reading.order.push({ by, direction });
  limitToFew(reading);
  return 1;
}

/** "the next appointment" is the first of those to come. */
function addComing(reading: Reading): void {
  const column = timeColumn(reading.root.table, reading.verb);
  if (column === null) return;
  reading.add(reading.root, column, { kind: "moment", side: "after", moment: { kind: "now" } });
}

function columnOf(reading: Reading, concept: string): ColumnNode | null {
  const { table } = reading.root;
  switch (concept) {
    case "time":
    case "next":
      return timeColumn(table, reading.verb);
    case "old":
      return birthDate(table) ?? conceptColumn(table, "age") ?? timeColumn(table, reading.verb);
    case "figure":
      return mainNumber(table);
    default:
      return conceptColumn(table, concept);
  }
}

/** One row for "the cheapest product", a few for "the cheapest products". */
function limitToFew(reading: Reading): void {
  if (reading.limit === null) reading.limit = reading.isSingle ? 1 : fewRows;
}
