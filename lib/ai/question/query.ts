import type { Moment } from "./moments.ts";
import type { ColumnNode, Edge, Path, TableNode } from "./schema-graph.ts";

export type Operator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** What a column's value is asked to be. */
export type Test =
  | { readonly kind: "compare"; readonly operator: Operator; readonly value: number | boolean }
  | { readonly kind: "between"; readonly low: number; readonly high: number }
  | { readonly kind: "one of"; readonly numbers: readonly number[] }
  /** One of several texts; `same`: the whole value, `word`: a word of it, letters' case aside in both. */
  | { readonly kind: "text"; readonly match: TextMatch; readonly texts: readonly string[] }
  /** Nothing, or a number that is as good as nothing. */
  | { readonly kind: "zero" }
  | { readonly kind: "null" }
  | { readonly kind: "moment"; readonly side: MomentSide; readonly moment: Moment }
  | { readonly kind: "years"; readonly operator: Operator; readonly years: number }
  | { readonly kind: "average"; readonly operator: Operator };

export type TextMatch = "exact" | "same" | "word" | "contains" | "starts" | "ends";

export type MomentSide = "within" | "before" | "after" | "since" | "until";

export interface Condition {
  readonly column: ColumnNode;
  readonly test: Test;
  readonly isNegated: boolean;
}

export type Aggregate = "count" | "sum" | "avg" | "min" | "max";

/** A figure over the rows at the end of a path; `column` null: the rows themselves are counted. */
export interface Measure {
  readonly aggregate: Aggregate;
  readonly path: Path;
  readonly column: ColumnNode | null;
  readonly isDistinct: boolean;
  /** The figure is of `column` times this one (quantity × price). */
  readonly factor: ColumnNode | null;
  /** Which rows at the end of the path count, where the measure stands by itself (an order, a figure condition). */
  readonly conditions: readonly Condition[];
}

/** How many rows a node has over a path, or what figure they come to. */
export interface FigureCondition {
  readonly measure: Measure;
  readonly operator: Operator;
  readonly value: number;
}

/** Rows of one table that take part in a question, and how they hang together with others. */
export interface QueryNode {
  readonly table: TableNode;
  readonly conditions: Condition[];
  readonly figures: FigureCondition[];
  /** Each holds if one of its conditions does; their nodes are linked as `shown`, so that no row is lost. */
  readonly alternatives: (readonly Alternative[])[];
  readonly links: Link[];
}

export interface Alternative {
  readonly node: QueryNode;
  readonly condition: Condition;
}

/**
 * `some`: there must be such a row. `none`: there must be none. `shown`: only its label is wanted, if there is one.
 * `measured`: the output's figure is over these rows.
 */
export type LinkMode = "some" | "none" | "shown" | "measured";

export interface Link {
  readonly edge: Edge;
  readonly node: QueryNode;
  mode: LinkMode;
}

export type TimeUnit = "day" | "week" | "month" | "quarter" | "year";

/** What rows are put together by: a column of the node reached over to-one steps, whole or by a unit of time. */
export interface GroupKey {
  readonly path: Path;
  readonly column: ColumnNode;
  readonly unit: TimeUnit | null;
}

export type Output =
  | { readonly kind: "rows" }
  | {
      readonly kind: "columns";
      readonly isDistinct: boolean;
      readonly columns: readonly { readonly path: Path; readonly column: ColumnNode }[];
    }
  | { readonly kind: "figure"; readonly measure: Measure }
  /** The average, over the rows of the root, of a figure that each of them has. */
  | { readonly kind: "average per row"; readonly measure: Measure }
  /** A figure for each row of the root; its label names it. */
  | { readonly kind: "per row"; readonly measure: Measure }
  | { readonly kind: "per group"; readonly keys: readonly GroupKey[]; readonly measure: Measure };

export type Direction = "asc" | "desc";

export interface Order {
  readonly by: { readonly path: Path; readonly column: ColumnNode } | Measure | "figure";
  readonly direction: Direction;
}

/** The meaning of a question. */
export interface Query {
  readonly root: QueryNode;
  readonly output: Output;
  /** What the output's figure has to be, of a group or a row. */
  readonly having: { readonly operator: Operator; readonly value: number } | null;
  readonly order: readonly Order[];
  readonly limit: number | null;
}

export function queryNode(table: TableNode): QueryNode {
  return { table, conditions: [], figures: [], alternatives: [], links: [] };
}

/** The node at the end of a path, made where it is missing. A link that was only shown gets the mode. */
export function nodeAt(start: QueryNode, edges: readonly Edge[], mode: LinkMode): QueryNode {
  let node = start;
  for (const [step, edge] of edges.entries()) {
    // What must not exist is the whole way: only its first step is negated.
    const wanted = mode === "none" && step > 0 ? "some" : mode;
    let link = node.links.find((existing) => existing.edge === edge && existing.mode !== "none");
    if (link === undefined || wanted === "none") {
      link = { edge, node: queryNode(edge.to), mode: wanted };
      node.links.push(link);
    } else if (link.mode === "shown") {
      link.mode = wanted;
    }
    node = link.node;
  }
  return node;
}
