import type { ColumnType } from "#lib/catalog/types.ts";

export type ImportStatus =
  | "uploading"
  | "waiting"
  | "running"
  | "cancelling"
  | "done"
  | "failed"
  | "cancelled";

/** How a file is read. */
export interface ReadSettings {
  readonly format: "csv" | "json" | "ndjson" | "xlsx" | "sql";
  readonly encoding: string;
  readonly delimiter: string;
  readonly has_header: boolean;
  readonly sheet?: string | undefined;
  readonly date_order: "dmy" | "mdy";
  readonly decimal: "." | ",";
}

/** An import as the API shows it. */
export interface ImportInfo {
  readonly id: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly received_bytes: number;
  readonly status: ImportStatus;
  readonly table: string | null;
  readonly rows: {
    readonly read: number;
    readonly inserted: number;
    readonly updated: number;
    readonly skipped: number;
  };
  readonly progress: {
    readonly bytes_read: number;
    readonly rows_per_second: number | null;
    readonly seconds_left: number | null;
  };
  readonly report: ScriptReport | null;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** What a script did, and what of it nothing here can do. */
export interface ScriptReport {
  readonly statements: number;
  readonly tables: readonly string[];
  readonly skipped: readonly {
    readonly line: number;
    readonly message: string;
    readonly hint: string | null;
  }[];
}

export interface SourceColumn {
  readonly source: string;
  readonly name: string;
  readonly isRenamed: boolean;
  readonly type: ColumnType;
  readonly isEmpty: boolean;
  readonly column: string | null;
}

export interface ImportPreview {
  readonly read: ReadSettings;
  readonly is_date_order_ambiguous: boolean;
  readonly sheets: readonly string[];
  readonly columns: readonly SourceColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly problem: string | null;
  readonly script: {
    readonly tables: readonly string[];
    readonly statements: number;
    readonly rows: number;
  } | null;
}

/** Where one column of the file goes. */
export interface ColumnChoice {
  readonly source: string;
  /** Null: nowhere. */
  readonly column: string | null;
  /** Of a column that is to be made. */
  readonly type?: ColumnType;
}
