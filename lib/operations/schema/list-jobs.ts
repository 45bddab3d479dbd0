import { runtime } from "../../runtime/runtime.ts";
import { type SchemaJob, selectJobs } from "../../store/schema/schema-job.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";
import { type JobView, jobView } from "./job-view.ts";

/** What of a database's changes has been, is or will be done in batches, newest first. */
export async function listJobs(actor: Actor, databaseId: string, page: PageRequest): Promise<Page<JobView>> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { rows } = await runtime().database.query<SchemaJob & { total: number }>(
    scope,
    selectJobs(scope, page),
    { readOnly: true },
  );
  return { items: rows.map(jobView), total: rows[0]?.total ?? 0, ...page };
}
