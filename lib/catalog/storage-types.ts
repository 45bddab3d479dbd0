import type { BoundPolicy } from "./access-types.ts";
import type { TableExpressions } from "./bound-expression.ts";
import type { Column, Table } from "./definition-types.ts";

/** A narrow typed column of `project_data` that holds a derived, indexed copy of one column's value. */
export const slotNames = [
  // text, bigint, integer, double precision, numeric, timestamptz, date
  "t1",
  "t2",
  "t3",
  "t4",
  "i1",
  "i2",
  "i3",
  "n1",
  "n2",
  "n3",
  "f1",
  "f2",
  "m1",
  "m2",
  "d1",
  "d2",
  "d3",
  "a1",
  "a2",
  // unique keys: text
  "u1",
  "u2",
  "u3",
  "u4",
  // indexes over several columns: bytes that sort as the values do
  "k1",
  "k2",
  // search: the text of all searched columns
  "s1",
  // references: the storage id of the target, whose table is in `rt1` to `rt6`
  "r1",
  "r2",
  "r3",
  "r4",
  "r5",
  "r6",
] as const;
export type SlotName = (typeof slotNames)[number];

/** Where one column's value lies in a stored row. */
export interface ColumnStorage {
  /** `id`, `created_at`, `updated_at`: the stored row's own column. `data`: under `key` in the JSON. `secret`: with the credentials, never in a row. */
  readonly place: "id" | "created_at" | "updated_at" | "data" | "secret";
  /** The JSON key; stays when the column is renamed, and is never given to another column of the table. */
  readonly key: string;
  /** The slot that serves filters and order (`t i n f m d a`). */
  readonly index?: SlotName;
  /** The slot of the column's unique key (`u`). */
  readonly unique?: SlotName;
  /** The slot of the column's reference (`r`): the storage id of the row that it points to. */
  readonly reference?: SlotName;
  /** The reference's key is the target's storage id, so that the slot holds the column's very value. */
  readonly referenceIsValue?: true;
  /**
   * What a row without the key holds, as the text of its stored JSON: the column was added with this default when the row
   * existed already. A null is then stored as a null.
   */
  readonly missing?: string;
  /** While a change is carried out: the key under which the value lies until it is made. */
  readonly was?: string;
}

export interface TableStorage extends RowHistory {
  readonly columns: { readonly [name: string]: ColumnStorage };
  /** Keys over several columns, by constraint name. */
  readonly keys: { readonly [name: string]: SlotName };
  /** References over several columns, by constraint name: an `r` slot. */
  readonly references?: { readonly [name: string]: SlotName };
  /** Indexes over several columns (`k`) and for search (`s`), by constraint name. */
  readonly indexes?: { readonly [name: string]: SlotName };
  /** What the definition's SQL expressions have become. */
  readonly expressions?: TableExpressions;
  /** The expressions of the table's policies as they run, by policy name. */
  readonly policies?: { readonly [name: string]: BoundPolicy };
}

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
