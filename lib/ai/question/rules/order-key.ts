import type { Item } from "../items.ts";
import type { Key } from "../key-phrases.ts";
import { countOf, figureColumn, figureOf } from "../measures.ts";
import { conceptColumn } from "../mentions.ts";
import { mainDate, placeColumn, placeDate } from "../pick-column.ts";
import type { Direction, Measure, Order } from "../query.ts";
import type { Reading } from "../reading.ts";
import {
  type ColumnNode,
  hasRoot,
  isJunction,
  pathBetween,
  pathCost,
  pathsFrom,
  type TableNode,
} from "../schema-graph.ts";
import { verbRoots } from "../verb-lexicon.ts";

export type OrderAggregate = "sum" | "avg" | "count";

/** The figure that a phrase asks for within an order ("by number of posts"). */
export function aggregateOf(key: Key | null): OrderAggregate | undefined {
  if (key === "average") return "avg";
  return key === "sum" || key === "count" ? key : undefined;
}

/** What a superlative or a sort key stands for. */
export function orderBy(reading: Reading, item: Item, aggregate?: OrderAggregate): Order["by"] | null {
  if (reading.output.kind === "per group" || reading.output.kind === "per row") {
    if (item.kind === "mention" && (aggregate !== undefined || item.mention.tables.length > 0)) {
      regroup(reading, item, aggregate);
      return "figure";
    }
  }
  const { table } = reading.root;
  if (item.kind === "word") return orderByVerb(table, item.root);
  if (item.kind !== "mention") return null;
  if (aggregate === undefined || aggregate === "count") {
    const placed = aggregate === "count" ? null : placeColumn(table, item.mention, undefined, 1);
    if (placed?.path.edges.every((edge) => edge.direction === "one")) return placed;
    for (const named of item.mention.tables) {
      const path = pathBetween(table, named);
      if (path !== null && path.edges.length > 0) return countOf(path);
    }
  }
  const column = figureColumn(item, item.mention, reading.graph, [table]);
  const path = column === null ? null : pathBetween(table, column.table);
  if (column === null || path === null) return null;
  if (path.edges.length === 0) return { path, column };
  return figureOf(aggregate ?? "sum", path, column);
}

/** "which specialty has the highest average fee": the groups were found before the figure was. */
function regroup(reading: Reading, item: Item & { kind: "mention" }, aggregate?: OrderAggregate): void {
  if (reading.output.kind !== "per group" || aggregate === undefined || aggregate === "count") return;
  const { table } = reading.root;
  const placed = placeColumn(table, item.mention, (column) => column.kind === "number");
  if (placed === null) return;
  reading.output = { ...reading.output, measure: figureOf(aggregate, placed.path, placed.column) };
}

/** "most viewed": a column of views, or the related rows that record it. */
function orderByVerb(table: TableNode, verb: string): Order["by"] | null {
  const column = table.columns.find((one) => one.kind === "number" && hasRoot(one.words, verb));
  if (column !== undefined) return { path: { edges: [], end: table }, column };
  const wanted = [verb, ...(verbRoots[verb] ?? [])];
  const paths = pathsFrom(table, 2).filter((path) => path.edges[0]?.direction === "many");
  for (const one of wanted) {
    const path = paths.find(
      (candidate) => hasRoot(candidate.end.words, one) || candidate.end.words.join("_") === one,
    );
    if (path !== undefined) return countOrSum(path.end, path, verb);
  }
  // An unknown verb can only be about the one thing that happens to these rows.
  const [only, ...others] = paths.filter((path) => path.edges.length === 1);
  return only === undefined || others.length > 0 ? null : countOf(only);
}

/** Things that are sold are counted in pieces. */
function countOrSum(table: TableNode, path: ReturnType<typeof pathBetween> & object, verb: string): Measure {
  const quantity = ["sell", "buy", "purchas", "order"].includes(verb)
    ? conceptColumn(table, "quantity")
    : null;
  return quantity === null ? countOf(path) : figureOf("sum", path, quantity);
}

/** How much is going on around a row: pieces sold, or related rows, those of junctions and events first. */
export function activity(table: TableNode, concept: string): Measure | null {
  const paths = pathsFrom(table, 1)
    .slice(1)
    .filter((path) => path.edges[0]?.direction === "many");
  if (concept === "sold") {
    const sold = paths.find((path) => conceptColumn(path.end, "quantity") !== null);
    const quantity = sold === undefined ? null : conceptColumn(sold.end, "quantity");
    if (sold !== undefined && quantity !== null) return figureOf("sum", sold, quantity);
  }
  const best = [...paths].sort(
    (a, b) => Number(isJunction(b.end)) - Number(isJunction(a.end)) || pathCost(a) - pathCost(b),
  )[0];
  return best === undefined ? null : countOf(best);
}

/** The figure over related rows that an idea stands for: what a customer spent is the sum of the orders. */
export function relatedConcept(table: TableNode, concept: string): Measure | null {
  if (concept === "sold") return activity(table, concept);
  for (const path of pathsFrom(table, 2).slice(1)) {
    const column = path.edges[0]?.direction === "many" ? conceptColumn(path.end, concept) : null;
    if (column !== null) return figureOf("sum", path, column);
  }
  return null;
}

/** The column that says when a row came to be, or when what it is about happens. */
export function timeColumn(table: TableNode, verb: string | null = null): ColumnNode | null {
  return placeDate(table, verb) ?? mainDate(table);
}

/** Orders the rows of the root by a column of theirs. */
export function addOrder(reading: Reading, column: ColumnNode | null, direction: Direction): void {
  if (column === null) return;
  reading.order.push({ by: { path: { edges: [], end: column.table }, column }, direction });
}
