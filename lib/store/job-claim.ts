import type { TenantScope } from "../db/scope.ts";
import { ident, type Sql, sql } from "../sql/sql.ts";

/** What an error tells a client. */
export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
  readonly hint: string | null;
}

/** A server that works on jobs, and how long a claim holds without a sign of life. */
export interface JobClaim {
  readonly worker: string;
  readonly leaseSeconds: number;
}

/** Where servers find work to claim. */
type JobTable = "schema_jobs" | "imports";

/** Gives a job back, to be tried again later. */
export function releaseJob(
  table: JobTable,
  scope: TenantScope,
  job: { readonly id: string; readonly worker: string; readonly afterSeconds: number },
): Sql {
  return sql`
    update rowhouse.${ident(table)}
       set lease_until = null,
           run_at      = now() + ${job.afterSeconds} * interval '1 second'
     where project_id = ${scope.projectId}
       and id = ${job.id}
       and worker = ${job.worker}`;
}
