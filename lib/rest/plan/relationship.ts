import type { CatalogFunction, CatalogTable } from "../../catalog/types.ts";

export type Cardinality = "many-to-one" | "one-to-one" | "one-to-many" | "many-to-many";

/** A column of one side and the column of the other that it equals. */
export interface ColumnPair {
  readonly own: string;
  readonly other: string;
}

/** A foreign key, seen from one of its sides. */
export interface KeyJoin {
  readonly constraint: string;
  readonly pairs: readonly ColumnPair[];
}

/** The same foreign key, seen from its other side. */
export function turned({ constraint, pairs }: KeyJoin): KeyJoin {
  return { constraint, pairs: pairs.map(({ own, other }) => ({ own: other, other: own })) };
}

/** How rows of one table lead to rows of another. */
export interface Relationship {
  readonly cardinality: Cardinality;
  readonly table: CatalogTable;
  readonly target: CatalogTable;
  readonly join: KeyJoin;
  /** Of many-to-many: the table between; `join` leads to it, `onward` from it to the target. */
  readonly junction: { readonly table: CatalogTable; readonly onward: KeyJoin } | null;
  /** The foreign key is the target's: one row here is pointed at by the other side. */
  readonly isReferenced: boolean;
  readonly isSelf: boolean;
  /** Of a view that shows the whole primary key of the table whose foreign key this is: its names of it. */
  readonly viewKey?: readonly string[];
  /** The function of a row that gives the other rows, in place of a foreign key. */
  readonly call?: CatalogFunction;
}

/** Whether there is at most one row on the other side. */
export function isToOne({ cardinality }: Relationship): boolean {
  return cardinality === "many-to-one" || cardinality === "one-to-one";
}
