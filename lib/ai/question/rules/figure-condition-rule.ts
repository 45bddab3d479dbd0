import type { Item } from "../items.ts";
import type { Key } from "../key-phrases.ts";
import { countOf, figureColumn, figureOf } from "../measures.ts";
import type { Aggregate, Measure } from "../query.ts";
import type { Reading } from "../reading.ts";
import { pathBetween } from "../schema-graph.ts";
import { comparisonOperators, skipIs } from "./comparison-rule.ts";
import type { Rule } from "./rule.ts";

const figures: Partial<Record<Key, Aggregate>> = {
  sum: "sum",
  average: "avg",
  count: "count",
  maximum: "max",
  minimum: "min",
};

/** "with an average grade above 12", "whose total orders are over 100": a figure of related rows. */
export const figureConditionRule: Rule = (reading, at) => {
  const key = reading.key(at);
  const aggregate = key === null ? undefined : figures[key];
  const item = reading.items[at + 1];
  if (aggregate === undefined || item?.kind !== "mention") return 0;
  const following = reading.mention(at + 2);
  const isQualified = following !== null && item.mention.tables.length > 0;
  const named = isQualified ? reading.items[at + 2] : item;
  const start = skipIs(reading, at + (isQualified ? 3 : 2));
  const operator = comparisonOperators[reading.key(start) ?? "show"];
  const number = reading.number(start + 1);
  if (operator === undefined || number === null || named?.kind !== "mention") return 0;
  const measure = relatedMeasure(reading, aggregate, named);
  if (measure === null) return 0;
  reading.focus.figures.push({ measure, operator, value: number });
  reading.settle();
  return start + 2 - at;
};

function relatedMeasure(
  reading: Reading,
  aggregate: Aggregate,
  item: Item & { kind: "mention" },
): Measure | null {
  const { table } = reading.focus;
  const column = figureColumn(item, item.mention, reading.graph, [table]);
  if (aggregate !== "count" && column !== null) {
    const path = pathBetween(table, column.table);
    return path === null || path.edges.length === 0 ? null : figureOf(aggregate, path, column);
  }
  const named = item.mention.tables.find((one) => one !== table);
  const path = named === undefined ? null : pathBetween(table, named);
  return path === null || path.edges.length === 0 ? null : countOf(path);
}
