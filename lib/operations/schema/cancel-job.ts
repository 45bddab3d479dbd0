import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { cancelJob as cancel, type SchemaJob, selectJob } from "../../store/schema/schema-job.ts";
import type { Actor } from "../actor.ts";
import { authorize, notFound } from "../authorize.ts";
import { type JobView, jobView } from "./job-view.ts";

/**
 * Stops a job: a change leaves the definitions as they were, what was to be purged stays in the trash.
 *
 * @returns the job, `cancelling` until the server that works on it has let go.
 * @throws {AppError} RH004; RH206 when the job is over.
 */
export async function cancelJob(actor: Actor, databaseId: string, jobId: string): Promise<{ job: JobView }> {
  const scope = await authorize(actor, databaseId, "editor");
  return runtime().database.transaction(scope, async (tx) => {
    const { rows } = await tx.query<SchemaJob>(cancel(scope, jobId));
    const [cancelled] = rows;
    if (cancelled !== undefined) return { job: jobView(cancelled) };
    const found = await tx.query<SchemaJob>(selectJob(scope, jobId));
    const [job] = found.rows;
    if (job === undefined) throw notFound("job", jobId);
    if (job.status === "cancelling") return { job: jobView(job) };
    throw new AppError("RH206", `This job is ${job.status} already.`, { status: 409 });
  });
}
