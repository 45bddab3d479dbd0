import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listJobs } from "#lib/operations/schema/list-jobs.ts";

export const GET = route(
  async ({ actor, params, url }) => json(await listJobs(actor, params.databaseId, pageOf(url))),
  { params: { databaseId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
