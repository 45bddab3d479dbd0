import type { Column, ColumnStorage } from "./types.ts";

/** A column that can be restored: its values still lie where they lay. */
export interface DroppedColumn {
  readonly column: Column;
  /** Without slots, which are filled again. */
  readonly storage: Pick<ColumnStorage, "place" | "key" | "missing">;
  /** Of a reference: where it points, whatever that is called by now. */
  readonly target?: ReferenceTarget;
  readonly dropped_at: string;
}

/** The id of the table and the JSON key of the column that a reference points to. */
export interface ReferenceTarget {
  readonly table: string;
  readonly key: string;
}
