import type { Item } from "../items.ts";
import type { Key } from "../key-phrases.ts";
import { countOf, figureColumn, figureOf } from "../measures.ts";
import { conceptColumn } from "../mentions.ts";
import { placeColumn, placeDate } from "../pick-column.ts";
import type { Measure } from "../query.ts";
import { type ColumnNode, pathBetween, type SchemaGraph, type TableNode } from "../schema-graph.ts";
import { type Group, groupEntity, groupKey } from "./find-group.ts";
import {
  aggregateOfKey,
  distanceTo,
  type Head,
  hasKey,
  mentionedTables,
  ownPath,
  type Subject,
  tableOf,
} from "./head.ts";
import { nearestColumn } from "./rows-head.ts";

export interface FigureQuestion {
  readonly items: readonly Item[];
  readonly graph: SchemaGraph;
  /** Where the word for the figure is ("how many", "average"); null when only a grouping implies one. */
  readonly aggregateAt: number | null;
  readonly group: Group | null;
  readonly subject: Subject | null;
}

/** What is counted or summed up. */
interface Target {
  readonly table: TableNode;
  /** Null: the rows are counted. */
  readonly column: ColumnNode | null;
  readonly used: readonly number[];
}

/** "how many …", "average … per …", "customers and their total spending"; null when it is not clear of what. */
export function figureHead(question: FigureQuestion): Head | null {
  const { items, aggregateAt, group, subject } = question;
  const target = aggregateAt === null ? impliedTarget(question) : namedTarget(question, aggregateAt);
  if (target === null) return null;
  const latest = aggregateAt === null && group !== null ? latestOf(question, target) : null;
  if (latest !== null && group !== null) return groupedHead(latest.measure, group, target.table, latest.used);
  const averaged = aggregateAt === null ? null : averageCount(question, aggregateAt);
  if (averaged !== null) return averaged;
  const item = aggregateAt === null ? undefined : items[aggregateAt];
  const key = item?.kind === "key" ? item.key : target.column === null ? "count" : "sum";
  const used = [...(aggregateAt === null ? [] : [aggregateAt]), ...target.used];
  if (key === "distinct" && !isCounting(item)) return distinctHead(target, used);
  const measure = measureOf(target, key);
  if (group !== null) return groupedHead(measure, group, target.table, used);
  if (aggregateAt !== null && subject !== null && isPerSubject(items, aggregateAt, subject, target)) {
    const perRow = perRowHead(measure, subject.table);
    if (perRow !== null) return { ...perRow, used: [...used, subject.at] };
  }
  const byRole = aggregateAt === null ? null : perRoleHead(items, aggregateAt, target, measure);
  if (byRole !== null) return { ...byRole, used: [...used, ...byRole.used] };
  const own = ownPath(target.table);
  return { root: target.table, output: { kind: "figure", measure }, focusPath: own, used, isSingle: false };
}

function isCounting(item: Item | undefined): boolean {
  return /many|number/i.test(item?.text ?? "");
}

/** "customers and their average spending", "students with average grade": a figure for each. */
function isPerSubject(
  items: readonly Item[],
  aggregateAt: number,
  subject: Subject,
  target: Target,
): boolean {
  const before = items[aggregateAt - 1];
  const isJoined =
    hasKey(before, ["and", "with", "shown with"]) ||
    before?.isPossessive === true ||
    before?.isBeforeComma === true;
  return subject.at < aggregateAt && subject.table !== target.table && isJoined;
}

/** "authors and number of posts": by a reference of what is counted. */
function perRoleHead(
  items: readonly Item[],
  aggregateAt: number,
  target: Target,
  measure: Measure,
): Head | null {
  const role = items[aggregateAt - 2];
  const isJoined = hasKey(items[aggregateAt - 1], ["and", "with", "shown with"]);
  if (!isJoined || role?.kind !== "mention" || !role.mention.roles.some((edge) => edge.from === target.table))
    return null;
  const key = groupKey(target.table, role.mention, null);
  if (key === null) return null;
  const output = { kind: "per group", keys: [key], measure } as const;
  return {
    root: target.table,
    output,
    focusPath: ownPath(target.table),
    used: [aggregateAt - 2, aggregateAt - 1],
    isSingle: false,
  };
}

/** The first mention after the word for the figure, outside the grouping. */
function namedTarget(question: FigureQuestion, aggregateAt: number): Target | null {
  const { items, graph, group, subject } = question;
  const inGroup = new Set(group?.targets.map((target) => target.at));
  const key = items[aggregateAt];
  const isCount = hasKey(key, ["count", "distinct"]);
  for (let at = aggregateAt + 1; at < items.length; at++) {
    const item = items[at];
    if (item?.kind !== "mention" || inGroup.has(at)) continue;
    return isCount ? countTarget(question, at, item, key?.text ?? "") : sumTarget(question, at, item);
  }
  if (hasKey(key, ["sum"])) return spendingTarget(items, graph);
  return subject === null ? null : { table: subject.table, column: null, used: [subject.at] };
}

function countTarget(
  { items, graph }: FigureQuestion,
  at: number,
  item: Item & { kind: "mention" },
  words: string,
): Target | null {
  const { mention } = item;
  const near = mentionedTables(items);
  const table = tableOf(mention);
  if (table !== undefined) return { table, column: null, used: [at] };
  // "How many copies", "how many hours": numbers of a column, which are summed up, not counted.
  const number = figureColumn(item, mention, graph, near);
  if (number !== null && !/distinct|different|unique/i.test(words))
    return { table: number.table, column: number, used: [at] };
  const role = mention.roles[0];
  if (role !== undefined) return { table: role.from, column: role.column, used: [at] };
  const column = nearestColumn(mention, near);
  return column === null ? null : { table: column.table, column, used: [at] };
}

/** The tables that a question names, by a column they are grouped by as well. */
function nearTables(items: readonly Item[], group: Group | null): readonly TableNode[] {
  const grouped = group?.targets.flatMap(({ mention }) => {
    const sure = mention?.columns.filter(({ strength }) => strength === 3) ?? [];
    const [only, ...others] = sure;
    return only === undefined || others.length > 0 ? [] : [only.column.table];
  });
  return [...mentionedTables(items), ...(grouped ?? [])];
}

const moneyTables = /^(sales?|payments?|invoices?|expenses?|donations?|revenues?|transactions?|purchases?)$/i;

/** "average order value": the table, then its column; "total sales": the column, or the money of the table so called. */
function sumTarget(
  { items, graph, group }: FigureQuestion,
  at: number,
  item: Item & { kind: "mention" },
): Target | null {
  const table = tableOf(item.mention);
  const following = items[at + 1];
  if (table !== undefined && following?.kind === "mention") {
    const placed = placeColumn(table, following.mention, (column) => column.kind === "number");
    if (placed !== null) return { table: placed.column.table, column: placed.column, used: [at, at + 1] };
  }
  const column = figureColumn(item, item.mention, graph, nearTables(items, group));
  if (column !== null) return { table: column.table, column, used: [at] };
  if (table === undefined) return null;
  return { table, column: moneyTables.test(item.text) ? conceptColumn(table, "money") : null, used: [at] };
}

/** "How much did Acme spend?": the money of the rows that record what happened. */
function spendingTarget(items: readonly Item[], graph: SchemaGraph): Target | null {
  const near = mentionedTables(items);
  const candidates = graph.tables
    .filter((table) => table.columns.some((column) => column.kind === "reference"))
    .flatMap((table) => conceptColumn(table, "money") ?? []);
  const column = candidates.sort((a, b) => distanceTo(a.table, near) - distanceTo(b.table, near))[0];
  return column === undefined ? null : { table: column.table, column, used: [] };
}

/** "revenue per month", "students per level": the sum of what is a number, the count of what is a table. */
function impliedTarget({ items, graph, group, subject }: FigureQuestion): Target | null {
  const near = nearTables(items, group);
  for (let at = 0; at < (group?.at ?? items.length); at++) {
    const item = items[at];
    if (item?.kind !== "mention" || tableOf(item.mention) !== undefined) continue;
    const column = figureColumn(item, item.mention, graph, near);
    if (column !== null) return { table: column.table, column, used: [at] };
  }
  return subject === null || subject.at > (group?.at ?? 0)
    ? null
    : { table: subject.table, column: null, used: [subject.at] };
}

/** "the latest order of each customer": when it was. */
function latestOf(
  { items, subject }: FigureQuestion,
  target: Target,
): { measure: Measure; used: readonly number[] } | null {
  const at = items.findIndex((item) => item.kind === "superlative" && item.superlative.concept === "time");
  const found = items[at];
  const date = placeDate(target.table, null);
  if (found?.kind !== "superlative" || date === null || subject === null || at > subject.at) return null;
  const aggregate = found.superlative.direction === "desc" ? "max" : "min";
  return { measure: figureOf(aggregate, ownPath(target.table), date), used: [at, ...target.used] };
}

/** "the average number of comments per post": a figure of figures. */
function averageCount(question: FigureQuestion, aggregateAt: number): Head | null {
  const { items, group } = question;
  if (
    !hasKey(items[aggregateAt], ["average"]) ||
    !hasKey(items[aggregateAt + 1], ["count"]) ||
    group === null
  )
    return null;
  const counted = namedTarget(question, aggregateAt + 1);
  // "the average number of views" is just the average of a column.
  const entity = counted === null || counted.column !== null ? null : groupEntity(group, counted.table);
  const perRow =
    counted === null || entity === null ? null : perRowHead(countOf(ownPath(counted.table)), entity);
  if (counted === null || perRow === null || perRow.output.kind !== "per row") return null;
  const used = [
    aggregateAt,
    aggregateAt + 1,
    ...counted.used,
    group.at,
    ...group.targets.map((target) => target.at),
  ];
  const output = { kind: "average per row", measure: perRow.output.measure } as const;
  return { ...perRow, output, focusPath: ownPath(perRow.root), used };
}

function measureOf(target: Target, key: Key): Measure {
  const own = ownPath(target.table);
  if (target.column === null) return countOf(own);
  if (key !== "count" && key !== "distinct")
    return figureOf(aggregateOfKey[key] ?? "sum", own, target.column);
  if (target.column.kind === "number" && key === "count") return figureOf("sum", own, target.column);
  return { ...countOf(own), column: target.column, isDistinct: true };
}

function distinctHead(target: Target, used: readonly number[]): Head | null {
  if (target.column === null) return null;
  const path = ownPath(target.table);
  const output = { kind: "columns", columns: [{ path, column: target.column }], isDistinct: true } as const;
  return { root: target.table, output, focusPath: path, used, isSingle: false };
}

/** A figure by groups: for each row of a table that was named, or for each value of a column. */
function groupedHead(
  measure: Measure,
  group: Group,
  subject: TableNode,
  usedBefore: readonly number[],
): Head | null {
  const used = [...usedBefore, group.at, ...group.targets.map((target) => target.at)];
  const entity = groupEntity(group, subject);
  const perRow = entity === null ? null : perRowHead(measure, entity);
  if (perRow !== null) return { ...perRow, used };
  const keys = group.targets.flatMap(({ mention, unit }) => groupKey(subject, mention, unit) ?? []);
  if (keys.length === 0) return null;
  const output = { kind: "per group", keys, measure } as const;
  return { root: subject, output, focusPath: ownPath(subject), used, isSingle: false };
}

function perRowHead(measure: Measure, entity: TableNode): Head | null {
  const path = pathBetween(entity, measure.path.end);
  if (path === null || path.edges.length === 0) return null;
  const moved = measure.column === null ? countOf(path) : { ...measure, path };
  return {
    root: entity,
    output: { kind: "per row", measure: moved },
    focusPath: path,
    used: [],
    isSingle: false,
  };
}
