import type { Column, ColumnStorage, SlotName, Table, TableStorage } from "./types.ts";

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

/** What a table will be when a job has brought its rows along. */
export interface PendingChange {
  readonly job: string;
  /** Names of the tables that the job's changes speak of, this one among them. Absent: made before they were noted. */
  readonly tables?: readonly string[];
  /** References stand under the names that their targets have now. */
  readonly definition: Table;
  /** Nothing of it that the table has now means something else. */
  readonly storage: TableStorage;
}

/** What former definitions have left in a table's rows. */
export interface RowHistory {
  /** JSON keys of dropped columns, so that no new column inherits their values. */
  readonly retired: readonly string[];
  /** Slots that still hold values of what gave them up. */
  readonly stale?: readonly SlotName[];
  /** Oldest first. */
  readonly dropped?: readonly DroppedColumn[];
  /** JSON keys that some rows still have and nothing reads. */
  readonly garbage?: readonly string[];
  /** A change of filled rows that is being carried out: writers write its form too, readers see nothing of it. */
  readonly pending?: PendingChange;
  /** Of a dropped table: where its references point, by column. */
  readonly targets?: { readonly [column: string]: ReferenceTarget };
  /** Reference slots that rows may still fill though nothing refers by them: all of a dropped table's, those that a living one gave up. */
  readonly pointing?: readonly SlotName[];
}
