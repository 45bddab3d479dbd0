import { singular } from "../../builtin/text/inflection.ts";
import type { Item } from "../items.ts";
import type { Key } from "../key-phrases.ts";
import type { Mention } from "../mentions.ts";
import type { Aggregate, Order, Output } from "../query.ts";
import { type ColumnNode, type Edge, type Path, pathBetween, type TableNode } from "../schema-graph.ts";

/** What a question asks for, before its conditions are read. */
export interface Head {
  readonly root: TableNode;
  readonly output: Output;
  /** Where the rows lie that are counted or summed up: conditions are about them. Empty: the root's. */
  readonly focusPath: Path;
  /** Items that the head has used up. */
  readonly used: readonly number[];
  /** The subject was named by its kind ("suites"): the item, and the column that holds it. */
  readonly kind?: { readonly at: number; readonly column: ColumnNode };
  /** An order that the head knows already. */
  readonly order?: readonly Order[];
  /** Whether one row is asked for ("the cheapest product"). */
  readonly isSingle: boolean;
}

/** The table that a question is about, and where it says so. */
export interface Subject {
  readonly at: number;
  readonly table: TableNode;
  /** Set when the table was named by a role ("authors"). */
  readonly role: Edge | null;
}

export const aggregateOfKey: Partial<Record<Key, Aggregate>> = {
  count: "count",
  distinct: "count",
  sum: "sum",
  average: "avg",
  maximum: "max",
  minimum: "min",
};

export function hasKey(item: Item | undefined, keys: readonly Key[]): boolean {
  return item?.kind === "key" && keys.includes(item.key);
}

export function isAggregate(item: Item | undefined): boolean {
  return item?.kind === "key" && item.key in aggregateOfKey;
}

/** Of several tables that go by one word, the one whose whole name it is. */
export function tableOf(mention: Mention): TableNode | undefined {
  return [...mention.tables].sort((a, b) => a.words.length - b.words.length)[0];
}

export function ownPath(table: TableNode): Path {
  return { edges: [], end: table };
}

/** The tables that a question names anywhere. */
export function mentionedTables(items: readonly Item[]): readonly TableNode[] {
  return items.flatMap((item) => (item.kind === "mention" ? (tableOf(item.mention) ?? []) : []));
}

/** How far a table is from others, in steps. */
export function distanceTo(table: TableNode, others: readonly TableNode[]): number {
  return others.reduce((sum, other) => sum + (pathBetween(table, other)?.edges.length ?? 5), 0);
}

export function isPlural(item: Item | undefined): boolean {
  const last = item?.text.toLowerCase().split(/\s+/).at(-1) ?? "";
  return singular(last) !== last || last === "staff";
}
