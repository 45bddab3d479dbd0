import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { JobClaim, JobError } from "../job-claim.ts";

export type JobStatus = "waiting" | "running" | "cancelling" | "done" | "failed" | "cancelled";

/** A row of `schema_jobs`. */
export interface SchemaJob {
  readonly project_id: string;
  readonly id: string;
  readonly database_id: string;
  readonly kind: "change" | "purge";
  readonly status: JobStatus;
  readonly changes: readonly Change[] | null;
  readonly table_id: string | null;
  readonly cutoff: string | null;
  readonly rows_total: number;
  readonly rows_done: number;
  readonly progress: JobProgress | null;
  readonly attempts: number;
  readonly error: JobError | null;
  readonly actor_id: string | null;
  readonly run_at: string;
  readonly created_at: string;
  readonly finished_at: string | null;
}

/** The table that is worked on, and the last of its rows that is done. */
export interface JobProgress {
  readonly table: string;
  readonly after: string | null;
  /** Of a purge: the version of the definitions whose leftovers are being cleared. */
  readonly version?: number;
}

const columns = sql`project_id, id, database_id, kind, status, changes, table_id, cutoff, rows_total, rows_done, progress,
       attempts, error, actor_id, run_at, created_at, finished_at`;

/** A change that its maker's server begins to carry out at once. */
export function insertChangeJob(
  scope: TenantScope,
  job: { id: string; changes: readonly Change[]; rows: number } & JobClaim,
): Sql {
  return sql`
    insert into rowhouse.schema_jobs
           (project_id, id, database_id, kind, status, changes, rows_total, actor_id, worker, lease_until)
    values (${scope.projectId}, ${job.id}, ${scope.databaseId}, 'change', 'running', ${JSON.stringify(job.changes)},
            ${job.rows}, ${scope.userId}, ${job.worker}, now() + ${job.leaseSeconds} * interval '1 second')
    returning ${columns}`;
}

/** Deletes what of the tables has been dropped until now, after a while. */
export function insertPurgeJobs(scope: TenantScope, tableIds: readonly string[], afterSeconds: number): Sql {
  // Servers note the time of a drop by their own clocks, which may differ by a little: hence the minute.
  return purgeJobs(scope, tableIds, afterSeconds, sql`clock_timestamp() + interval '1 minute'`);
}

/** Clears at once what is nobody's in the tables' rows; what was dropped can still be restored. */
export function insertCleaningJobs(scope: TenantScope, tableIds: readonly string[]): Sql {
  return purgeJobs(scope, tableIds, 0, sql`to_timestamp(0)`);
}

function purgeJobs(scope: TenantScope, tableIds: readonly string[], afterSeconds: number, cutoff: Sql): Sql {
  return sql`
    insert into rowhouse.schema_jobs (project_id, id, database_id, kind, table_id, cutoff, run_at, actor_id)
    select ${scope.projectId}, gen_random_uuid(), ${scope.databaseId}, 'purge', id, ${cutoff},
           now() + ${afterSeconds} * interval '1 second', ${scope.userId}::uuid
      from unnest(${tableIds}::uuid[]) as t (id)`;
}

/** In the system's context: the job that has been due for longest and that nobody works on, in any project. */
export function claimDueJob({ worker, leaseSeconds }: JobClaim): Sql {
  return sql`
    update rowhouse.schema_jobs as job
       set status      = case when status = 'cancelling' then status else 'running' end,
           worker      = ${worker},
           lease_until = now() + ${leaseSeconds} * interval '1 second',
           attempts    = attempts + 1
      from (select project_id, id
              from rowhouse.schema_jobs
             where status in ('waiting', 'running', 'cancelling')
               and run_at <= now()
               and (lease_until is null or lease_until < now())
             order by run_at
             limit 1
               for update skip locked) as due
     where job.project_id = due.project_id
       and job.id = due.id
    returning ${sql`job.project_id, job.id, job.database_id, job.kind, job.status, job.changes, job.table_id, job.cutoff,
              job.rows_total, job.rows_done, job.progress, job.attempts, job.error, job.actor_id, job.run_at, job.created_at, job.finished_at`}`;
}

/** A sign of life. No row when the job is not the worker's any more. */
export function advanceJob(
  scope: TenantScope,
  id: string,
  claim: JobClaim,
  advance: { readonly rows: number; readonly progress: JobProgress | null },
): Sql {
  return sql`
    update rowhouse.schema_jobs
       set lease_until = now() + ${claim.leaseSeconds} * interval '1 second',
           rows_done   = rows_done + ${advance.rows},
           progress    = ${advance.progress === null ? null : JSON.stringify(advance.progress)}::jsonb
     where project_id = ${scope.projectId}
       and id = ${id}
       and worker = ${claim.worker}
       and status in ('running', 'cancelling')
    returning status`;
}

/** A sign of life between two steps. */
export function extendLease(scope: TenantScope, id: string, claim: JobClaim): Sql {
  return sql`
    update rowhouse.schema_jobs
       set lease_until = now() + ${claim.leaseSeconds} * interval '1 second'
     where project_id = ${scope.projectId}
       and id = ${id}
       and worker = ${claim.worker}
       and status in ('running', 'cancelling')`;
}

/** No row when the job is not the worker's any more. */
export function finishJob(
  scope: TenantScope,
  id: string,
  { worker }: Pick<JobClaim, "worker">,
  outcome: { readonly status: "done" | "failed" | "cancelled"; readonly error: JobError | null },
): Sql {
  return sql`
    update rowhouse.schema_jobs
       set status      = ${outcome.status},
           error       = ${outcome.error === null ? null : JSON.stringify(outcome.error)}::jsonb,
           lease_until = null,
           finished_at = clock_timestamp()
     where project_id = ${scope.projectId}
       and id = ${id}
       and worker = ${worker}
       and status in ('running', 'cancelling')
    returning status`;
}

/** What nobody works on yet is over at once; else the worker is told with its next sign of life. */
export function cancelJob(scope: TenantScope, id: string): Sql {
  return sql`
    update rowhouse.schema_jobs
       set status      = case when kind = 'purge' and status = 'waiting' then 'cancelled' else 'cancelling' end,
           finished_at = case when kind = 'purge' and status = 'waiting' then clock_timestamp() end,
           run_at      = now()
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and id = ${id}
       and status in ('waiting', 'running')
    returning ${columns}`;
}

export function selectJob(scope: TenantScope, id: string): Sql {
  return sql`
    select ${columns}
      from rowhouse.schema_jobs
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and id = ${id}`;
}

/** Newest first. */
export function selectJobs(scope: TenantScope, page: { limit: number; offset: number }): Sql {
  return sql`
    select ${columns}, count(*) over () as total
      from rowhouse.schema_jobs
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
     order by created_at desc, id
     limit ${page.limit}::int8
    offset ${page.offset}::int8`;
}
