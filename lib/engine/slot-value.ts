import type { SlotName } from "../catalog/types.ts";
import type { Sql } from "../sql/sql.ts";

/** A derived column of a stored row: a slot, or the table that a reference's slot points into. */
export type DerivedColumn = SlotName | `rt${1 | 2 | 3 | 4 | 5 | 6}`;

/** One derived column and what goes into it. */
export interface SlotValue {
  readonly slot: DerivedColumn;
  readonly value: Sql;
}
