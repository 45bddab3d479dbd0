import { runtime } from "../../runtime/runtime.ts";
import { type SchemaJob, selectJob } from "../../store/schema/schema-job.ts";
import type { Actor } from "../actor.ts";
import { authorize, notFound } from "../authorize.ts";
import { type JobView, jobView } from "./job-view.ts";

/** @throws {AppError} RH004 */
export async function getJob(actor: Actor, databaseId: string, jobId: string): Promise<{ job: JobView }> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { rows } = await runtime().database.query<SchemaJob>(scope, selectJob(scope, jobId), {
    readOnly: true,
  });
  const [job] = rows;
  if (job === undefined) throw notFound("job", jobId);
  return { job: jobView(job) };
}
