import type { EmbeddedCall, StoredRead } from "./function-parts.ts";

/** What a trigger's function does with rows that are about to be written, by its triggers. */
export interface RowTriggerWork {
  /** It reads what there is, whoever writes. */
  readonly isDefiner?: true;
  readonly triggers: readonly RowTrigger[];
}

/** `CREATE TRIGGER … BEFORE INSERT OR UPDATE ON … FOR EACH ROW` */
export interface RowTrigger {
  readonly name: string;
  /** The table's id. */
  readonly table: string;
  /** `UPDATE OF`: the columns, by the JSON keys that never change. Absent: any. */
  readonly of?: readonly string[];
  /** The condition behind WHEN, as typed. */
  readonly when?: string;
  /** Where that says columns of `new` and `old`, in its order; for it follows their names. */
  readonly whenSays?: readonly ConditionField[];
  /** What stands in the function's brackets. */
  readonly args?: readonly string[];
  readonly isDisabled?: true;
  /** What it does before the one and the other. Absent: nothing. */
  readonly insert?: TriggerBody;
  readonly update?: TriggerBody;
}

/** `NEW.title` in a text, by UTF-16 indices, `end` exclusive. */
export interface ConditionField {
  readonly row: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A body as one guarded SELECT of one row over relations called `new` and `old`: a text[] of the values of `sets`; null where the
 * row is not to be written.
 */
export interface TriggerBody {
  readonly query: string;
  readonly reads: readonly StoredRead[];
  readonly calls?: readonly EmbeddedCall[];
  /** The columns of `new` and `old` that it says, with the names and types that they had when it was made. */
  readonly says: readonly { readonly name: string; readonly key: string; readonly type: string }[];
  /** It says one of the rows as a whole: they have all columns that the table has by then. */
  readonly isWhole?: true;
  /** The names that decided what the body is, which is another under another name. Absent: none did. */
  readonly boundTo?: { readonly table?: string; readonly trigger?: string };
  /** JSON keys of the columns that it gives values. */
  readonly sets: readonly string[];
}
