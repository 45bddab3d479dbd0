import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { JobClaim, JobError } from "../job-claim.ts";
import { importColumns } from "./import.ts";

/** In the system's context: the import that has waited for longest and that nobody works on, in any project. */
export function claimDueImport({ worker, leaseSeconds }: JobClaim): Sql {
  return sql`
    update rowhouse.imports
       set status        = case when status = 'cancelling' then status else 'running' end,
           worker        = ${worker},
           lease_until   = now() + ${leaseSeconds} * interval '1 second',
           attempts      = attempts + 1,
           claimed_at    = clock_timestamp(),
           claimed_rows  = rows_done,
           claimed_bytes = bytes_done
      from (select project_id as project, id as import
              from rowhouse.imports
             where status in ('waiting', 'running', 'cancelling')
               and run_at <= now()
               and (lease_until is null or lease_until < now())
             order by run_at
             limit 1
               for update skip locked) as due
     where project_id = due.project
       and id = due.import
    returning ${importColumns}`;
}

/** What has been done since the last time. */
export interface ImportAdvance {
  /** Of the file, from its beginning. */
  readonly rows: number;
  readonly bytes: number;
  readonly inserted: number;
  readonly updated: number;
  readonly skipped: number;
}

/** A sign of life. No row when the import is not the worker's any more. */
export function advanceImport(scope: TenantScope, id: string, claim: JobClaim, advance: ImportAdvance): Sql {
  return sql`
    update rowhouse.imports
       set lease_until = now() + ${claim.leaseSeconds} * interval '1 second',
           rows_done   = ${advance.rows},
           bytes_done  = ${advance.bytes},
           inserted    = inserted + ${advance.inserted},
           updated     = updated + ${advance.updated},
           skipped     = skipped + ${advance.skipped}
     where project_id = ${scope.projectId}
       and id = ${id}
       and worker = ${claim.worker}
       and status in ('running', 'cancelling')
    returning status`;
}

/** A sign of life, for those who watch. `rows` null: as they are, where they say what is stored. */
export function reportImport(
  scope: TenantScope,
  id: string,
  claim: JobClaim,
  { rows, bytes }: { readonly rows: number | null; readonly bytes: number },
): Sql {
  return sql`
    update rowhouse.imports
       set lease_until = now() + ${claim.leaseSeconds} * interval '1 second',
           rows_done   = coalesce(${rows}::bigint, rows_done),
           bytes_done  = ${bytes}
     where project_id = ${scope.projectId}
       and id = ${id}
       and worker = ${claim.worker}
       and status in ('running', 'cancelling')
    returning status`;
}

export interface ImportEnd {
  readonly status: "done" | "failed" | "cancelled";
  readonly error: JobError | null;
  readonly report?: unknown;
}

/** No row when the import is not the worker's any more. */
export function finishImport(
  scope: TenantScope,
  id: string,
  claim: Pick<JobClaim, "worker">,
  end: ImportEnd,
): Sql {
  return sql`
    update rowhouse.imports
       set status      = ${end.status},
           error       = ${end.error === null ? null : JSON.stringify(end.error)}::jsonb,
           report      = ${end.report === undefined ? null : JSON.stringify(end.report)}::jsonb,
           lease_until = null,
           finished_at = clock_timestamp()
     where project_id = ${scope.projectId}
       and id = ${id}
       and worker = ${claim.worker}
       and status in ('running', 'cancelling')
    returning status`;
}

/** In the system's context: uploads that nobody went on with for a day, and imports that were over a month ago. */
export function deleteOldImports(): Sql {
  return sql`
    delete from rowhouse.imports
     where (status = 'uploading' and created_at < now() - interval '1 day')
        or finished_at < now() - interval '30 days'`;
}
