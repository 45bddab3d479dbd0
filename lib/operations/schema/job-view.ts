import type { Change } from "../../catalog/types.ts";
import type { JobError } from "../../store/job-claim.ts";
import type { JobStatus, SchemaJob } from "../../store/schema/schema-job.ts";

/** A job as the API shows it. */
export interface JobView {
  readonly id: string;
  readonly kind: "change" | "purge";
  readonly status: JobStatus;
  /** Of a change. */
  readonly changes: readonly Change[] | null;
  /** `total` may be an estimate. */
  readonly rows: { readonly done: number; readonly total: number };
  readonly error: JobError | null;
  /** When it is due. */
  readonly run_at: string;
  readonly created_at: string;
  readonly finished_at: string | null;
}

export function jobView(job: SchemaJob): JobView {
  const { id, kind, status, changes, error, run_at, created_at, finished_at } = job;
  const rows = { done: job.rows_done, total: Math.max(job.rows_total, job.rows_done) };
  return { id, kind, status, changes, rows, error, run_at, created_at, finished_at };
}
