import type { Item } from "./items.ts";
import type { Key } from "./key-phrases.ts";
import type { Mention } from "./mentions.ts";
import {
  type Condition,
  type Direction,
  type LinkMode,
  nodeAt,
  type Order,
  type Output,
  type Query,
  type QueryNode,
  type Test,
} from "./query.ts";
import type { ColumnNode, Path, SchemaGraph, TableNode } from "./schema-graph.ts";

/** Words that say how what follows hangs together with what came before. */
export type Preposition = "in" | "at" | "from" | "to" | "of" | "for" | "on" | "by" | "with" | "named";

const prepositions: readonly string[] = ["in", "at", "from", "to", "of", "for", "on", "by", "with", "named"];

export function asPreposition(key: string | null): Preposition | null {
  // The list is exactly the type.
  return key !== null && prepositions.includes(key) ? (key as Preposition) : null;
}

/** A question half-way between words and query: what is known so far, and what the next item refers to. */
export class Reading {
  readonly graph: SchemaGraph;
  readonly items: readonly Item[];
  readonly root: QueryNode;
  output: Output;
  readonly order: Order[] = [];
  limit: number | null = null;
  /** Where the next condition belongs: the rows mentioned last. */
  focus: QueryNode;
  /** The last verb or participle, which may say which column or relation is meant. */
  verb: string | null = null;
  preposition: Preposition | null = null;
  isNegated = false;
  /** Negated by "never", which asks about what happened rather than about a state. */
  isNever = false;
  having: Query["having"] = null;
  /** Whether the item before was a verb of a relation, whose object follows without a preposition. */
  isAfterVerb = false;
  /** Whether one row is asked for. */
  isSingle = false;
  /** The direction that "top" or "bottom" gave to what "by" names later. */
  pendingDirection: Direction | null = null;
  /** The column of the condition made last, for `9 or 10`. */
  lastCondition: { node: QueryNode; condition: Condition } | null = null;
  /** Words that nothing could be made of. */
  readonly ignored: string[] = [];
  /** Names and quoted texts that no column seems to hold. */
  readonly unplaced: string[] = [];
  /** Items that were read ahead. */
  readonly done = new Set<number>();
  /** Where each node hangs in the query. */
  readonly #ancestors = new Map<QueryNode, readonly TableNode[]>();
  readonly #paths = new Map<QueryNode, Path>();

  constructor(
    graph: SchemaGraph,
    items: readonly Item[],
    start: { root: QueryNode; focus: QueryNode; output: Output },
  ) {
    this.graph = graph;
    this.items = items;
    this.root = start.root;
    this.focus = start.focus;
    this.output = start.output;
    if (start.focus !== start.root) this.#ancestors.set(start.focus, [start.root.table]);
  }

  /** Adds a condition, negated when the words before said "not". */
  add(node: QueryNode, column: ColumnNode, test: Test, isNegated = this.isNegated): void {
    const condition = { column, test, isNegated };
    const isKnown = node.conditions.some(
      (other) => other.column === column && JSON.stringify(other.test) === JSON.stringify(test),
    );
    if (!isKnown) node.conditions.push(condition);
    this.lastCondition = { node, condition };
    this.settle();
  }

  /** Forgets what only concerned the item just read. */
  settle(): void {
    this.isNegated = false;
    this.isNever = false;
    this.preposition = null;
  }

  /** The node at the end of a path from another; a negation makes it one that must not exist. */
  reach(from: QueryNode, path: Path, mode: LinkMode = "some"): QueryNode {
    const node = nodeAt(from, path.edges, mode);
    if (node !== from) {
      const above = path.edges.map((edge) => edge.from);
      this.#ancestors.set(node, [...this.ancestors(from), ...above]);
      this.#paths.set(node, { edges: [...this.pathTo(from).edges, ...path.edges], end: node.table });
    }
    return node;
  }

  /** The way from the root to a node. */
  pathTo(node: QueryNode): Path {
    return this.#paths.get(node) ?? { edges: [], end: node.table };
  }

  /** The tables between a node and the root. */
  ancestors(node: QueryNode): readonly TableNode[] {
    return this.#ancestors.get(node) ?? [];
  }

  key(at: number): Key | null {
    const item = this.items[at];
    return item?.kind === "key" ? item.key : null;
  }

  mention(at: number): Mention | null {
    const item = this.items[at];
    return item?.kind === "mention" ? item.mention : null;
  }

  number(at: number): number | null {
    const item = this.items[at];
    return item?.kind === "number" ? item.number : null;
  }
}
