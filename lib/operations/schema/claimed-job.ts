import type { TenantScope } from "../../db/scope.ts";
import type { JobClaim } from "../../store/job-claim.ts";
import type { SchemaJob } from "../../store/schema/schema-job.ts";

/** What a job's work ends with, if it is not an error. */
export type JobEnd = "done" | "cancelled" | "lost";

/** A job with the scope that it works in, and the claim on it. */
export interface ClaimedJob {
  readonly scope: TenantScope;
  readonly job: SchemaJob;
  readonly claim: JobClaim;
}
