import { mainNumber } from "../pick-column.ts";
import type { Direction } from "../query.ts";
import type { Reading } from "../reading.ts";
import { addOrder, aggregateOf, orderBy, timeColumn } from "./order-key.ts";
import type { Rule } from "./rule.ts";

/** "sorted by date", "by price descending", "newest first", "alphabetically". */
export const sortRule: Rule = (reading, at) => {
  const key = reading.key(at);
  switch (key) {
    case "sort":
      return readSort(reading, at);
    case "by":
      return reading.pendingDirection !== null ? readSort(reading, at) : 0;
    case "ascending":
    case "descending":
      return redirect(reading, key === "ascending" ? "asc" : "desc");
    case "newest first":
    case "oldest first":
      return sortByTime(reading, key === "newest first" ? "desc" : "asc");
    case "largest first":
    case "smallest first":
      return sortBySize(reading, key === "largest first" ? "desc" : "asc");
    case "alphabetical":
      addOrder(reading, reading.root.table.label, "asc");
      return 1;
    default:
      return 0;
  }
};

function readSort(reading: Reading, at: number): number {
  const direction = reading.pendingDirection ?? "asc";
  let next = at + 1;
  if (reading.key(next) === "by") next++;
  const aggregate = aggregateOf(reading.key(next));
  if (aggregate !== undefined) next++;
  const item = reading.items[next];
  if (item === undefined) return 0;
  const by = orderBy(reading, item, aggregate);
  if (by === null) return 0;
  reading.order.push({
    by,
    direction: aggregate === undefined ? direction : (reading.pendingDirection ?? "desc"),
  });
  reading.pendingDirection = null;
  return next + 1 - at;
}

function redirect(reading: Reading, direction: Direction): number {
  const last = reading.order.pop();
  if (last !== undefined) reading.order.push({ ...last, direction });
  else addOrder(reading, mainNumber(reading.root.table) ?? reading.root.table.label, direction);
  return 1;
}

function sortByTime(reading: Reading, direction: Direction): number {
  const last = reading.order.at(-1)?.by;
  if (last !== undefined && last !== "figure" && !("aggregate" in last)) return redirect(reading, direction);
  addOrder(reading, timeColumn(reading.root.table, reading.verb), direction);
  return 1;
}

function sortBySize(reading: Reading, direction: Direction): number {
  if (reading.order.length > 0) return redirect(reading, direction);
  if (reading.output.kind === "per row" || reading.output.kind === "per group")
    reading.order.push({ by: "figure", direction });
  else addOrder(reading, mainNumber(reading.root.table), direction);
  return 1;
}
