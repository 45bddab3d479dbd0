import { dictionary } from "../../dictionary.ts";
import type { Item } from "../items.ts";
import type { Mention } from "../mentions.ts";
import { placeColumn, placeDate } from "../pick-column.ts";
import type { GroupKey, TimeUnit } from "../query.ts";
import { isDated, pathBetween, type TableNode } from "../schema-graph.ts";
import { hasKey, isAggregate, ownPath, tableOf } from "./head.ts";

/** What figures are put together by: tables, columns, units of time. */
export interface Group {
  readonly at: number;
  readonly targets: readonly GroupTarget[];
}

interface GroupTarget {
  readonly at: number;
  readonly mention: Mention | null;
  readonly unit: TimeUnit | null;
}

const timeUnits = dictionary<TimeUnit>({
  day: "day",
  daily: "day",
  week: "week",
  weekly: "week",
  month: "month",
  monthly: "month",
  quarter: "quarter",
  quarterly: "quarter",
  year: "year",
  yearly: "year",
  annually: "year",
});

/** "per customer", "for each course and year", "by status", "monthly". */
export function findGroup(items: readonly Item[]): Group | null {
  for (const [at, item] of items.entries()) {
    const isAdverb = item.kind === "word" && /ly$/.test(item.lower) && timeUnits[item.lower] !== undefined;
    const isGrouping = hasKey(item, ["per"]) || (hasKey(item, ["by"]) && isGroupingBy(items, at));
    if (!isAdverb && !isGrouping) continue;
    const targets = targetsFrom(items, isAdverb ? at : at + 1);
    if (targets.length > 0) return { at, targets };
  }
  return null;
}

/** "by" groups unless rows are sorted by it, or a name follows ("books by Austen", "tasks by user Max"). */
function isGroupingBy(items: readonly Item[], at: number): boolean {
  const before = items.slice(0, at);
  if (before.some((item) => hasKey(item, ["sort", "top", "bottom"]))) return false;
  if (items[at + 1]?.kind === "value" || items[at + 2]?.kind === "value") return false;
  if (before.some(isAggregate)) return true;
  const isListed = before.some(
    (item) => item.kind === "key" && item.key === "show" && /list|show/.test(item.text),
  );
  const next = items[at + 1];
  const isDate =
    next?.kind === "mention" &&
    next.mention.columns.some(({ column, strength }) => strength > 1 && isDated(column));
  return !isListed && !isDate;
}

function targetsFrom(items: readonly Item[], start: number): readonly GroupTarget[] {
  const targets: GroupTarget[] = [];
  for (let at = start; at < items.length; at++) {
    const item = items[at];
    const unit = item?.kind === "word" ? timeUnits[item.lower] : undefined;
    if (item?.kind === "mention") targets.push({ at, mention: item.mention, unit: null });
    else if (unit !== undefined) targets.push({ at, mention: null, unit });
    else if (!hasKey(item, ["and"]) || targets.length === 0) break;
  }
  return targets;
}

/** The column by which rows of a table are grouped; null when the table has nothing of the kind. */
export function groupKey(
  subject: TableNode,
  mention: Mention | null,
  unit: TimeUnit | null,
): GroupKey | null {
  if (mention === null) {
    const column = placeDate(subject, null);
    return column === null ? null : { path: ownPath(subject), column, unit };
  }
  const role = mention.roles.find((edge) => edge.from === subject);
  if (role !== undefined && role.to.label !== null) {
    return { path: { edges: [role], end: role.to }, column: role.to.label, unit: null };
  }
  const placed = placeColumn(subject, mention, (column) => column.kind !== "reference");
  if (placed !== null) return { ...placed, unit: null };
  const table = tableOf(mention);
  const path = table === undefined ? null : pathBetween(subject, table);
  return path === null || path.end.label === null ? null : { path, column: path.end.label, unit: null };
}

/** A table named in a grouping, unless the subject has a column of that very name. */
export function groupEntity(group: Group, subject: TableNode): TableNode | null {
  const [target, ...others] = group.targets;
  if (target === undefined || target.mention === null || others.length > 0) return null;
  const { mention } = target;
  const isOwnColumn = mention.columns.some(
    ({ column, strength }) => column.table === subject && strength === 3 && column.kind !== "reference",
  );
  return isOwnColumn ? null : (mention.tables.find((table) => table !== subject) ?? null);
}
