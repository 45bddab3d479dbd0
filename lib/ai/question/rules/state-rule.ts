import { root } from "../inflection.ts";
import {
  antonyms,
  closedStatuses,
  closingColumns,
  dueColumns,
  priorityWords,
  stateSynonyms,
  statusColumns,
  statusWords,
} from "../lexicon.ts";
import { conceptColumn } from "../mentions.ts";
import { mainDate } from "../pick-column.ts";
import type { Condition, MomentSide, QueryNode, Test } from "../query.ts";
import type { Reading } from "../reading.ts";
import { type ColumnNode, isDated, type Path, pathsFrom, type TableNode } from "../schema-graph.ts";
import { relationOf } from "./absence-rule.ts";
import type { Rule } from "./rule.ts";

/** A state of a row, as a condition on one of its columns. */
interface State {
  readonly column: ColumnNode;
  readonly test: Test;
  readonly isNegated: boolean;
}

/** "published", "not returned", "unassigned", "active": a word that some column of the rows turns into a condition. */
export const stateRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind !== "word") return 0;
  // "never reserved" is about reservations, whatever state the room is in now.
  if (reading.isNever && relationOf(reading.focus.table, item.root) !== null) return 0;
  const target = describedTable(reading, at);
  // "have not published any posts": there are no such rows, rather than rows of another state.
  if (reading.isNegated && /ed$/.test(item.lower) && target.path?.edges[0]?.direction === "many") return 0;
  // "did Ben sell": what was done is the state of what it was done to.
  const isDone = reading.items[at - 1]?.isAgent === true;
  const found = findState(target.table, isDone ? participle(item.lower) : item.lower);
  if (found === null) return 0;
  const node = target.path === null ? reading.focus : reading.reach(reading.focus, target.path);
  reading.add(node, found.column, found.test, found.isNegated !== reading.isNegated);
  return 1;
};

function participle(verb: string): string {
  return verb.endsWith("e") ? `${verb}d` : `${verb}ed`;
}

/** The table that a word before a noun describes: "cancelled" in "with cancelled orders". */
function describedTable(reading: Reading, at: number): { table: TableNode; path: Path | null } {
  for (let next = at + 1; next < reading.items.length; next++) {
    const item = reading.items[next];
    if (item?.kind === "word" || item?.kind === "value") continue;
    const table = item?.kind === "mention" ? item.mention.tables[0] : undefined;
    if (table === undefined || table === reading.focus.table) break;
    const path = pathsFrom(reading.focus.table, 3).find((candidate) => candidate.end === table);
    if (path !== undefined && path.edges.length > 0) return { table, path };
    break;
  }
  return { table: reading.focus.table, path: null };
}

/** The condition that a word stands for on a table; null when it names no state of its rows. */
export function findState(table: TableNode, word: string): State | null {
  const whole = plainState(table, word);
  if (whole !== null) return whole;
  const base = /^(un|in|non)(.{3,})$/.exec(word)?.[2];
  const opposite = base === undefined ? null : plainState(table, base);
  return opposite === null ? null : { ...opposite, isNegated: !opposite.isNegated };
}

function plainState(table: TableNode, word: string): State | null {
  const stem = root(word);
  const isOf = (column: ColumnNode) => column.words.some((own) => own === word || root(own) === stem);
  const flag = table.columns.find((column) => column.kind === "boolean" && isOf(column));
  if (flag !== undefined)
    return { column: flag, test: { kind: "compare", operator: "=", value: true }, isNegated: false };
  const opposite = antonyms[word];
  const other =
    opposite === undefined
      ? undefined
      : table.columns.find((column) => column.kind === "boolean" && column.words.includes(opposite));
  if (other !== undefined)
    return { column: other, test: { kind: "compare", operator: "=", value: true }, isNegated: true };
  if (/^(open|unfinished|incomplete|unresolved|outstanding)$/.test(word)) return openCondition(table);
  const status = statusOf(table, word);
  const isPlainStatus = status !== null && /^(status|state)$/.test(status.column.name);
  if (isPlainStatus && statusWords.has(word)) return status;
  const closing = table.columns.find(
    (column) => isDated(column) && closingColumns.test(column.name) && isOf(column),
  );
  if (closing !== undefined && /ed$|^(paid|left)$/.test(word))
    return { column: closing, test: { kind: "null" }, isNegated: true };
  if (status !== null && statusWords.has(word)) return status;
  const priority = table.columns.find(
    (column) => column.kind === "text" && /^(priority|severity|urgency|importance)$/.test(column.name),
  );
  if (priority !== undefined && priorityWords.has(word))
    return { column: priority, test: same(priority, word), isNegated: false };
  if (!/(ed|en|id|nt|ne|ld|ught|wn)$/.test(word)) return null;
  const filled = table.columns.find(
    (column) =>
      ((isDated(column) && /_(at|on|date|time)$/.test(column.name)) || column.kind === "reference") &&
      isOf(column),
  );
  if (filled !== undefined) return { column: filled, test: { kind: "null" }, isNegated: true };
  const counted = table.columns.find(
    (column) => column.kind === "number" && column.isInteger && column.words.length === 1 && isOf(column),
  );
  return counted === undefined
    ? null
    : { column: counted, test: { kind: "compare", operator: ">", value: 0 }, isNegated: false };
}

/** Open is what is not closed, whatever a table calls that. */
function openState(column: ColumnNode): State {
  const closed = ["done", "completed", "closed", "cancelled", "resolved"];
  return { column, test: { kind: "text", match: "same", texts: closed }, isNegated: true };
}

function statusOf(table: TableNode, word: string): State | null {
  for (const name of statusColumns) {
    const column = table.columns.find(
      (one) => one.kind === "text" && (one.name === name || one.name.endsWith(`_${name}`)),
    );
    if (column === undefined || column.enumValues.length > 0) continue;
    const synonyms = stateSynonyms.find((group) => group.includes(word)) ?? [word];
    return { column, test: { kind: "text", match: "same", texts: synonyms }, isNegated: false };
  }
  return null;
}

function same(column: ColumnNode, text: string): Test {
  const listed = column.enumValues.find((value) => value.toLowerCase() === text);
  return { kind: "text", match: listed === undefined ? "same" : "exact", texts: [listed ?? text] };
}

/** "overdue", "out of stock", "currently on loan", "available". */
export const conditionPhraseRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind === "word" && item.lower === "available") return readAvailable(reading) ? 1 : 0;
  if (item?.kind === "word" && (item.lower === "upcoming" || item.lower === "future"))
    return addNow(reading, "after");
  if (item?.kind === "word" && item.lower === "past") return addNow(reading, "before");
  switch (reading.key(at)) {
    case "overdue":
      return readOverdue(reading, at) ? 1 : 0;
    case "out of stock":
      return compareStock(reading, { kind: "compare", operator: "=", value: 0 });
    case "in stock":
      return compareStock(reading, { kind: "compare", operator: ">", value: 0 });
    case "low stock":
      return compareStock(reading, { kind: "compare", operator: "<", value: 10 });
    case "still out":
      return readStillOut(reading, !reading.isNegated) ? 1 : 0;
    default:
      return 0;
  }
};

function addNow(reading: Reading, side: MomentSide): number {
  const column = mainDate(reading.focus.table);
  if (column === null) return 0;
  reading.add(reading.focus, column, { kind: "moment", side, moment: { kind: "now" } });
  return 1;
}

function compareStock(reading: Reading, test: Test): number {
  const column = conceptColumn(reading.focus.table, "stock");
  if (column === null) return 0;
  reading.add(reading.focus, column, test);
  return 1;
}

/** Past the day it was due, and not brought to its end. */
function readOverdue(reading: Reading, at: number): boolean {
  const described = describedTable(reading, at);
  const start = described.path === null ? reading.focus : reading.reach(reading.focus, described.path);
  for (const path of pathsFrom(start.table, 2)) {
    const due = path.end.columns.find((column) => isDated(column) && dueColumns.test(column.name));
    if (due === undefined) continue;
    const above = path.edges.length > 0 ? linkedAbove(reading, path.end) : null;
    const node = above ?? reading.reach(start, path);
    reading.add(node, due, {
      kind: "moment",
      side: "before",
      moment: { kind: "period", unit: "day", offset: 0 },
    });
    addStillOpen(reading, node);
    return true;
  }
  return false;
}

/** A node of the table that the question went through already (the loans of "members with overdue books"). */
function linkedAbove(reading: Reading, table: TableNode): QueryNode | null {
  const search = (node: QueryNode): QueryNode | null => {
    if (node.table === table) return node;
    for (const link of node.links) {
      const found = search(link.node);
      if (found !== null) return found;
    }
    return null;
  };
  return search(reading.root);
}

function addStillOpen(reading: Reading, node: QueryNode): void {
  const condition = openCondition(node.table);
  if (condition !== null) reading.add(node, condition.column, condition.test, condition.isNegated);
}

/** What says that a row has not come to its end; null when its table does not record that. */
export function openCondition(table: TableNode): Condition | null {
  const closing = table.columns.find((column) => isDated(column) && closingColumns.test(column.name));
  if (closing !== undefined) return { column: closing, test: { kind: "null" }, isNegated: false };
  const flag = table.columns.find(
    (column) => column.kind === "boolean" && /done|complete|closed|paid|returned|finished/.test(column.name),
  );
  if (flag !== undefined)
    return { column: flag, test: { kind: "compare", operator: "=", value: true }, isNegated: true };
  const status = table.columns.find(
    (column) => column.kind === "text" && statusColumns.includes(column.name),
  );
  if (status === undefined) return null;
  const listed = status.enumValues.filter((value) => closedStatuses.includes(value.toLowerCase()));
  if (status.enumValues.length > 0 && listed.length === 0) return null;
  return listed.length > 0
    ? { column: status, test: { kind: "text", match: "exact", texts: listed }, isNegated: true }
    : openState(status);
}

/** Lent, rented or checked out, and not come back: a related row that has not come to its end. */
function readStillOut(reading: Reading, isOut: boolean): boolean {
  for (const path of pathsFrom(reading.focus.table, 2)) {
    const open = openCondition(path.end);
    if (open === null || open.test.kind !== "null") continue;
    reading.settle();
    const node = reading.reach(reading.focus, path, isOut ? "some" : "none");
    reading.add(node, open.column, open.test, path.edges.length === 0 ? !isOut : false);
    return true;
  }
  return false;
}

function readAvailable(reading: Reading): boolean {
  const { table } = reading.focus;
  const state = findState(table, "available");
  const stock = conceptColumn(table, "stock");
  if (state !== null)
    reading.add(reading.focus, state.column, state.test, state.isNegated !== reading.isNegated);
  else if (stock !== null) reading.add(reading.focus, stock, { kind: "compare", operator: ">", value: 0 });
  else return readStillOut(reading, reading.isNegated);
  return true;
}
