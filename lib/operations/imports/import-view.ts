import type { JobError } from "../../store/job-claim.ts";
import type { ImportRow, ImportStatus } from "../../store/records/import.ts";
import type { ImportSettings } from "./import-settings.ts";

/** An import as the API shows it. */
export interface ImportView {
  readonly id: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly received_bytes: number;
  readonly status: ImportStatus;
  readonly settings: ImportSettings | null;
  /** The table that rows go to; null until it is started, and for a script. */
  readonly table: string | null;
  readonly rows: {
    readonly read: number;
    readonly inserted: number;
    readonly updated: number;
    readonly skipped: number;
  };
  readonly progress: {
    readonly bytes_read: number;
    /** Null while too little is known. */
    readonly rows_per_second: number | null;
    readonly seconds_left: number | null;
  };
  /** Of a script: what was done and left out. */
  readonly report: unknown;
  readonly error: JobError | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export function importView(row: ImportRow): ImportView {
  // Written by `startImport` alone.
  const settings = row.settings as ImportSettings | null;
  const { id, file_name, bytes, status, report, error, created_at, started_at, finished_at } = row;
  return {
    id,
    file_name,
    bytes,
    received_bytes: row.received,
    status,
    settings,
    table: settings?.kind === "rows" ? settings.table.name : null,
    rows: { read: row.rows_done, inserted: row.inserted, updated: row.updated, skipped: row.skipped },
    progress: { bytes_read: row.bytes_done, ...speed(row) },
    report,
    error,
    created_at,
    started_at,
    finished_at,
  };
}

function speed(row: ImportRow): { rows_per_second: number | null; seconds_left: number | null } {
  const { lately_rows: rows, lately_bytes: bytes, lately_seconds: seconds } = row;
  if (row.status !== "running" || seconds === null || seconds < 1 || bytes <= 0)
    return { rows_per_second: null, seconds_left: null };
  return {
    rows_per_second: Math.round(rows / seconds),
    seconds_left: Math.max(0, Math.round(((row.bytes - row.bytes_done) * seconds) / bytes)),
  };
}
