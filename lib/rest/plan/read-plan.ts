import type { EnumType } from "../../catalog/enum-type.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import type { JsonStep } from "../request/field.ts";
import type { Operation } from "../request/filter.ts";
import type { RowRange } from "../request/range.ts";
import type { Aggregate } from "../request/select.ts";
import type { CastTarget } from "./cast-target.ts";
import type { Relationship } from "./relationship.ts";

/** A column of a node's table, or a place inside its JSON. */
export interface ColumnField {
  readonly column: Column;
  readonly path: readonly JsonStep[];
  /** No column, but what a function gives for the row. */
  readonly isComputed?: true;
  /** Of a value of an enum: its type. */
  readonly enumType?: EnumType;
}

/** One thing that a node puts into each row of its answer. */
export type Output =
  | {
      readonly kind: "value";
      readonly name: string;
      /** Null: rows are counted. */
      readonly field: ColumnField | null;
      readonly cast: CastTarget | null;
      readonly aggregate: Aggregate | null;
      readonly aggregateCast: CastTarget | null;
    }
  /** An object, or an array of them, under the node's name. */
  | { readonly kind: "embed"; readonly node: ReadPlan }
  /** The node's own outputs in place of it; of a to-many relationship, an array of each. */
  | { readonly kind: "spread"; readonly node: ReadPlan };

export type Condition =
  | { readonly kind: "and" | "or"; readonly isNegated: boolean; readonly parts: readonly Condition[] }
  | {
      readonly kind: "test";
      readonly field: ColumnField;
      readonly isNegated: boolean;
      readonly operation: Operation;
    }
  /** Whether a related row is there. */
  | { readonly kind: "exists"; readonly node: ReadPlan; readonly isNegated: boolean }
  /** How many related rows are there. */
  | {
      readonly kind: "count";
      readonly node: ReadPlan;
      readonly isNegated: boolean;
      readonly operation: Exclude<Operation, { kind: "search" }>;
    };

export type OrderTarget =
  | { readonly kind: "field"; readonly field: ColumnField }
  /** A column of the one related row. */
  | { readonly kind: "related"; readonly node: ReadPlan; readonly field: ColumnField }
  /** How many related rows there are. */
  | { readonly kind: "count"; readonly node: ReadPlan }
  /** What the answer shows under this name: of grouped rows, where columns are gone. */
  | { readonly kind: "output"; readonly name: string };

export interface OrderKey {
  readonly target: OrderTarget;
  readonly isDescending: boolean;
  /** Null: Postgres's default. */
  readonly nulls: "first" | "last" | null;
}

/** One resource of a read: the request's own, or an embedded one. Names are resolved; nothing of SQL yet. */
export interface ReadPlan {
  readonly table: CatalogTable;
  /** Of the node's rows in SQL; unique in the plan. */
  readonly alias: string;
  /** The key in the answer. */
  readonly name: string;
  /** How the parent's rows lead here; null: the request's own resource. */
  readonly relationship: Relationship | null;
  /** The parent's row shows only with one of this node. */
  readonly isInner: boolean;
  readonly isSpread: boolean;
  readonly outputs: readonly Output[];
  /** Embedded nodes, also those that show nothing. */
  readonly children: readonly ReadPlan[];
  readonly where: readonly Condition[];
  readonly order: readonly OrderKey[];
  readonly range: RowRange;
  /** Rows are grouped by what is no aggregate. */
  readonly isGrouped: boolean;
}
