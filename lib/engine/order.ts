import type { Column } from "../catalog/types.ts";
import type { Sql } from "../sql/sql.ts";

/** One key of a list's order. */
export interface SortKey {
  readonly column: Column;
  readonly isDescending: boolean;
  readonly nullsFirst: boolean;
}

/** A key with what Postgres orders by. */
export interface OrderedKey extends SortKey {
  readonly value: Sql;
  readonly type: Sql;
}
