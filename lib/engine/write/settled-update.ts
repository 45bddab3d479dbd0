import type { Column } from "../../catalog/types.ts";
import type { Sql } from "../../sql/sql.ts";
import type { TableReference } from "../reference-slots.ts";
import type { IncomingReference } from "./incoming-references.ts";

/** What becomes of a row's reference because another write of the statement deletes its target or changes its key. */
export interface Overlay {
  readonly reference: TableReference;
  /** Whether it is about the row `d`. */
  readonly isHit: Sql;
  becomes(column: Column, before: Sql): Sql;
}

/** What an update is told of what follows from the other writes. */
export interface SettledUpdate {
  readonly overlays: readonly Overlay[];
  /** Rows `d` that go because others go; null: none. */
  readonly isDoomed: Sql | null;
  /** Rows `d` that are left to other queries when a key is carried on. */
  readonly isLeft: Sql;
  /** Whether a row `c` that refers to one whose key changes goes, or refers to another then; null: none does. */
  readonly isReleased: (reference: IncomingReference) => Sql | null;
}
