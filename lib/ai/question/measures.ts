import type { Item } from "./items.ts";
import { conceptColumn, type Mention } from "./mentions.ts";
import type { Aggregate, Measure } from "./query.ts";
import {
  type ColumnNode,
  type Path,
  pathBetween,
  pathCost,
  type SchemaGraph,
  type TableNode,
} from "./schema-graph.ts";

/** The number of rows at the end of a path. */
export function countOf(path: Path): Measure {
  const last = path.edges.at(-1);
  const column =
    last === undefined ? null : (path.end.columns.find((one) => one.name === last.toColumn) ?? null);
  // Over a junction the same row may be reached twice.
  const isDistinct = path.edges.length > 1 && last?.direction === "one";
  return { aggregate: "count", path, column, isDistinct, factor: null, conditions: [] };
}

export function figureOf(aggregate: Aggregate, path: Path, column: ColumnNode): Measure {
  return { aggregate, path, column, isDistinct: false, factor: factorOf(aggregate, column), conditions: [] };
}

/** A line's price counts as often as its quantity. */
function factorOf(aggregate: Aggregate, column: ColumnNode): ColumnNode | null {
  const isLinePrice = aggregate === "sum" && /^(unit_price|price|price_each|item_price)$/.test(column.name);
  return isLinePrice && isTransaction(column.table) ? conceptColumn(column.table, "quantity") : null;
}

/** Rows that record something that happened between others: orders, payments, lines of them. */
function isTransaction(table: TableNode): boolean {
  return table.columns.some((column) => column.kind === "reference");
}

/** Words for money that comes in or goes out, rather than for the price of a thing. */
const flows = /^(sales?|revenues?|turnover|income|earnings|spend|spending|spent|amount|value|cost)$/i;

/**
 * The numeric column that a mention means when a figure is made of it, from anywhere in the schema.
 *
 * @param near tables that the question names as well: the column is on one of them, or close to them.
 */
export function figureColumn(
  item: Item,
  mention: Mention,
  graph: SchemaGraph,
  near: readonly TableNode[],
): ColumnNode | null {
  const isFlow = flows.test(item.text);
  const candidates = mention.columns.filter(({ column }) => column.kind === "number");
  const named = mention.tables.flatMap((table) => {
    const money = conceptColumn(table, "money");
    return money === null || !isFlow ? [] : [{ column: money, strength: 3 }];
  });
  let best: { column: ColumnNode; score: number } | null = null;
  for (const { column, strength } of [...candidates, ...named]) {
    const distance = near.reduce((sum, table) => sum + distanceBetween(column.table, table), 0);
    const order = graph.tables.indexOf(column.table) * 0.01;
    const isPriceOfThing = isFlow && !isTransaction(column.table) && strength < 3;
    const score = strength * 3 - distance - order - (isPriceOfThing ? 8 : 0) + totalBonus(column, isFlow);
    if (best === null || score > best.score) best = { column, score };
  }
  return best?.column ?? null;
}

/** For money, the whole of an order says more than the price of one of its lines. */
function totalBonus(column: ColumnNode, isFlow: boolean): number {
  return isFlow && /total|amount|revenue/.test(column.name) ? 1.5 : 0;
}

function distanceBetween(from: TableNode, to: TableNode): number {
  const path = pathBetween(from, to);
  return path === null ? 12 : pathCost(path);
}
