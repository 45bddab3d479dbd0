import { setTimeout as sleep } from "node:timers/promises";
import { isRetryable } from "../../db/pg-errors.ts";
import { openTenantScope, type TenantScope } from "../../db/scope.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { fromSqlstate } from "../../errors/sqlstate.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type JobClaim, type JobError, releaseJob } from "../../store/job-claim.ts";
import { extendLease, type SchemaJob } from "../../store/schema/schema-job.ts";
import type { ClaimedJob, JobEnd } from "./claimed-job.ts";
import { abandonChange, carryOutChange } from "./run-change-job.ts";
import { purge } from "./run-purge-job.ts";

/** A server that has not moved a job on for so long is taken for dead. */
export const leaseSeconds = 60;

const retriesMax = 5;
/** A job that was taken up so often fails for a reason that time does not heal. */
const attemptsMax = 20;
/** The longer, the more often it has been tried. */
const pauseSeconds = 15;

/** Works on a claimed job until it is over. Never rejects: what goes wrong is written into the job, and logged. */
export async function runJob(job: SchemaJob, claim: JobClaim): Promise<void> {
  const log = runtime().log.child({ job: job.id, kind: job.kind });
  const claimed = { job, claim, scope: openJobScope(job) };
  // Looking at all rows of a table may take longer than a lease.
  const heartbeat = setInterval(() => void beat(claimed), (leaseSeconds / 4) * 1000);
  try {
    const end = await withRetries(() => work(claimed));
    log.info({ end }, "job ended");
  } catch (error) {
    log.warn({ err: error }, "job failed");
    await fail(claimed, error).catch((failure: unknown) =>
      log.error({ err: failure }, "job could not be ended"),
    );
  } finally {
    clearInterval(heartbeat);
  }
}

async function beat({ scope, job, claim }: ClaimedJob): Promise<void> {
  // One that fails is followed by another.
  await runtime()
    .database.query(scope, extendLease(scope, job.id, claim))
    .catch(() => undefined);
}

async function work(claimed: ClaimedJob): Promise<JobEnd> {
  const { job } = claimed;
  if (job.kind === "purge") return purge(claimed);
  const end = job.status === "cancelling" ? "cancelled" : await carryOutChange(claimed);
  if (end === "cancelled") await abandonChange(claimed, { status: "cancelled", error: null });
  return end;
}

/** What was done stays done, so that a second attempt goes on from there. */
async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= retriesMax || !isPassing(error)) throw error;
      await sleep(100 * 2 ** tries);
    }
  }
}

/** A deadlock, a lost connection, a lock that was not to be had in time. */
export function isPassing(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return isRetryable(error) || passing.has(String(code));
}

const passing: ReadonlySet<string> = new Set(["57014", "55P03", "RH008", "RH202", "RH208"]);

async function fail({ scope, job, claim }: ClaimedJob, error: unknown): Promise<void> {
  if (isPassing(error) && job.attempts < attemptsMax) {
    await runtime().database.query(
      scope,
      releaseJob("schema_jobs", scope, {
        id: job.id,
        worker: claim.worker,
        afterSeconds: pauseSeconds * job.attempts,
      }),
    );
    return;
  }
  await abandonChange({ scope, job, claim }, { status: "failed", error: errorOf(error) });
}

/** What went wrong, as a job tells it. */
export function errorOf(error: unknown, otherwise = "The change could not be made."): JobError {
  const known = isAppError(error) ? error : fromSqlstate(error);
  const { code, message, details, hint } = known ?? new AppError("RH000", otherwise);
  return { code, message, details, hint };
}

/** Whoever made the job was authorised then; what it may touch is bound to its project like everything else. */
export function openJobScope(job: Pick<SchemaJob, "project_id" | "database_id" | "actor_id">): TenantScope {
  return openTenantScope({
    projectId: job.project_id,
    databaseId: job.database_id,
    userId: job.actor_id,
    role: "editor",
  });
}
