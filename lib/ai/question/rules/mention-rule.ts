import { dictionary } from "../../dictionary.ts";
import { type PlacedColumn, placeColumn } from "../pick-column.ts";
import type { TextMatch } from "../query.ts";
import type { Reading } from "../reading.ts";
import { matchOf, roleOf } from "../resolve-value.ts";
import { isDated, type Path, pathBetween, type TableNode } from "../schema-graph.ts";
import { addText } from "./add-text.ts";
import { addNumber, readComparison } from "./comparison-rule.ts";
import { readMoment } from "./moment-rule.ts";
import type { Rule } from "./rule.ts";

/** A column with what is said about it ("budget over 1500", "level 9", "status is paid"), or another table. */
export const mentionRule: Rule = (reading, at) => {
  const mention = reading.mention(at);
  if (mention === null) return 0;
  const qualified = readQualified(reading, at);
  if (qualified > 0) return qualified;
  const isFocus = mention.tables.includes(reading.focus.table);
  const placed = isFocus
    ? null
    : placeColumn(reading.focus.table, mention, (column) => column.kind !== "reference");
  if (placed !== null) {
    const length = readColumn(reading, at + 1, placed);
    if (length > 0) return length + 1;
    // Naming a flag asks for the rows that have it.
    if (placed.column.kind === "boolean") return addFlag(reading, placed);
  }
  return readTable(reading, at);
};

function addFlag(reading: Reading, { path, column }: PlacedColumn): number {
  const node = reading.reach(reading.focus, path);
  reading.add(node, column, { kind: "compare", operator: "=", value: true });
  return 1;
}

/** "patient name", "customer's city": a column of a table that is named before it. */
function readQualified(reading: Reading, at: number): number {
  const mention = reading.mention(at);
  const next = reading.mention(at + 1);
  if (mention === null || next === null || reading.items[at]?.isBeforeComma === true) return 0;
  const path = pathTo(reading, mention);
  if (path === null) return 0;
  const placed = placeColumn(path.end, next, (column) => column.kind !== "reference", 0);
  if (placed === null) return 0;
  const length = readColumn(reading, at + 2, { path, column: placed.column });
  if (length > 0) return length + 2;
  if (path.edges.length > 0) reading.reach(reading.focus, path, "shown");
  return 2;
}

function pathTo(reading: Reading, mention: NonNullable<ReturnType<Reading["mention"]>>): Path | null {
  const role = mention.roles.find((edge) => edge.from === reading.focus.table);
  if (role !== undefined) return { edges: [role], end: role.to };
  const table: TableNode | undefined = mention.tables[0];
  return table === undefined ? null : pathBetween(reading.focus.table, table);
}

/** What is said about a column. @returns the items after its name. */
function readColumn(reading: Reading, at: number, placed: PlacedColumn): number {
  const { column } = placed;
  if (isDated(column) || (column.kind === "number" && column.words.includes("year"))) {
    const length = readMoment(reading, at, placed);
    if (length > 0) return length;
  }
  if (column.kind === "number" || isDated(column)) {
    const length = readComparison(reading, at, placed);
    if (length > 0) return length;
  }
  const pattern = readPattern(reading, at, placed);
  if (pattern > 0) return pattern;
  return readEquality(reading, at, placed);
}

const patterns = dictionary<TextMatch>({
  contains: "contains",
  starts: "starts",
  ends: "ends",
});

function readPattern(reading: Reading, at: number, { path, column }: PlacedColumn): number {
  const key = reading.key(at);
  const match = key === null ? undefined : patterns[key];
  const item = reading.items[at + 1];
  if (key === "empty" || key === "filled") {
    reading.add(
      reading.reach(reading.focus, path),
      column,
      { kind: "null" },
      (key === "filled") !== reading.isNegated,
    );
    return 1;
  }
  if (match === undefined || item === undefined) return 0;
  reading.add(reading.reach(reading.focus, path), column, { kind: "text", match, texts: [item.text] });
  return 2;
}

/** "is paid", "= 9", "of 15", "9", "not done". */
function readEquality(reading: Reading, at: number, placed: PlacedColumn): number {
  let next = at;
  while (
    ["is", "equal", "of", "not", "not equal", "named", "in"].includes(reading.key(next) ?? "") ||
    reading.items[next]?.kind === "sign"
  ) {
    const key = reading.key(next);
    if (key === "not" || key === "not equal") reading.isNegated = !reading.isNegated;
    if (key === "in" && placed.column.kind !== "text") return 0;
    next++;
  }
  const item = reading.items[next];
  if (item === undefined) return 0;
  const isSaid = next > at;
  const { column, path } = placed;
  if (item.kind === "number" && column.kind === "number") {
    addNumber(reading, placed, reading.isNegated ? "<>" : "=", item.number);
    return next + 1 - at;
  }
  // "with the role author", where "author" is a word of the schema as well.
  const isNamed =
    item.kind === "mention" &&
    !isSaid &&
    roleOf(column, path) === "category" &&
    reading.preposition === "with";
  const isText =
    isNamed ||
    item.kind === "value" ||
    (item.kind === "word" && (isSaid || column.enumValues.length === 0)) ||
    (item.kind === "number" && column.kind === "text");
  // "the name of the customers", "title and views": nothing is said about them.
  if (column.kind !== "text" || !isText || (column === column.table.label && !isSaid && item.kind === "word"))
    return 0;
  if (item.kind === "word" && !isSaid && reading.preposition === null) return 0;
  const listed = column.enumValues.find(
    (value) =>
      value.toLowerCase() === item.text.toLowerCase().replaceAll(" ", "_") ||
      value.toLowerCase() === item.text.toLowerCase(),
  );
  addText(
    reading,
    reading.focus,
    { path, column },
    listed ?? item.text,
    matchOf(column, roleOf(column, path)),
  );
  return next + 1 - at;
}

/** A name goes on in small letters up to the end of the question ("ticket Login broken"). */
function _trailingWords(reading: Reading, at: number): readonly string[] {
  const rest = reading.items.slice(at);
  return rest.every((item) => item.kind === "word") ? rest.map((item) => item.text) : [];
}

/** A name goes on in small letters up to the end of the question ("ticket Login broken"). */
function trailingWords(reading: Reading, at: number): readonly string[] {
  const rest = reading.items.slice(at);
  return rest.every((item) => item.kind === "word") ? rest.map((item) => item.text) : [];
}

/** "room 101", "order 7": by a column that holds such numbers, else by the key. */
function addKey(reading: Reading, path: Path, number: number): boolean {
  const { end } = path;
  const key = end.columns.find((column) => column.name === end.key);
  const node = () => reading.reach(reading.focus, path);
  if (end.label !== null && /number|code|no$/.test(end.label.name)) {
    reading.add(node(), end.label, { kind: "text", match: "exact", texts: [String(number)] });
  } else if (key?.isInteger === true) {
    reading.add(node(), key, { kind: "compare", operator: "=", value: number });
  } else {
    return false;
  }
  return true;
}

/** "5 or more": the number belongs to what follows. */
function isCounted(reading: Reading, at: number): boolean {
  return reading.key(at + 1) !== null && ["or more", "or less"].includes(reading.key(at + 1) ?? "");
}

/** Another table: its name in a list beside the rows, or the rows that the next words are about. */
function readTable(reading: Reading, at: number): number {
  const mention = reading.mention(at);
  if (mention === null) return 0;
  const { focus, root } = reading;
  const isAgain = mention.tables.includes(focus.table);
  const value = reading.items[at + 1];
  const path = isAgain ? null : pathTo(reading, mention);
  const label = isAgain ? focus.table.label : path?.end.label;
  if (
    value?.kind === "value" &&
    value.columns.length === 0 &&
    label !== null &&
    label !== undefined &&
    reading.items[at]?.isBeforeComma !== true
  ) {
    const to = path ?? { edges: [], end: focus.table };
    const words = trailingWords(reading, at + 2);
    for (let word = 0; word < words.length; word++) reading.done.add(at + 2 + word);
    const named = [value.text, ...words].join(" ");
    const match = matchOf(label, to.end.isPerson ? "person" : roleOf(label, to));
    addText(reading, focus, { path: to, column: label }, named, match);
    return 2;
  }
  const number = reading.number(at + 1);
  if (number !== null && (isAgain || path !== null) && !isCounted(reading, at + 1)) {
    const to = path ?? { edges: [], end: focus.table };
    if (addKey(reading, to, number)) return 2;
  }
  if (isAgain) return 1;
  if (mention.tables.includes(root.table)) {
    reading.focus = root;
    return 1;
  }
  if (path === null || path.edges.length === 0) return 1;
  const isRelated = reading.preposition !== null || reading.verb !== null || reading.isNegated;
  const mode = reading.isNegated ? "none" : isRelated ? "some" : "shown";
  reading.settle();
  const node = reading.reach(focus, path, mode);
  if (mode !== "shown") reading.focus = node;
  return 1;
}
