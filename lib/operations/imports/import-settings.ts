import type { ColumnType } from "../../catalog/types.ts";
import type { ReadSettings } from "../../transfer/open-file.ts";

/** What to do with rows that cannot be stored, and with those whose key is there already. */
export interface ImportRules {
  /** `stop`: all or nothing. `skip`: what can be stored is, and the rest is reported. */
  readonly on_error: "stop" | "skip";
  /** `error`: as any row that cannot be stored. `skip`: left out and reported. `update`: the row that is there is changed. */
  readonly on_duplicate: "error" | "skip" | "update";
  /** Of `update`: the unique key by which a row is found. Absent: the primary key. */
  readonly key?: readonly string[];
}

/** Where a column of a file goes. */
export interface ColumnTarget {
  readonly source: string;
  /** Null: nowhere. */
  readonly column: string | null;
}

/** What an import needs to know while it runs; stored with it. */
export type ImportSettings = RowsSettings | ScriptSettings;

export interface RowsSettings extends ImportRules {
  readonly kind: "rows";
  readonly read: ReadSettings;
  readonly table: { readonly id: string; readonly name: string };
  /** Every column of the file. */
  readonly columns: readonly ColumnTarget[];
  /** Columns made for the file, which are read without losing anything. */
  readonly strict: readonly string[];
}

export interface ScriptSettings {
  readonly kind: "script";
  readonly read: ReadSettings;
  readonly on_error: "stop" | "skip";
}

/** What was made for an import: its table, or columns of one that was there. */
export interface ImportMade {
  readonly table?: string;
  readonly columns?: readonly string[];
}

/** A column to be made. */
export interface NewColumn {
  readonly type: ColumnType;
  readonly primary_key?: boolean;
}
