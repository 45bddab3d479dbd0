import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { cancelJob } from "#lib/operations/schema/cancel-job.ts";
import { getJob } from "#lib/operations/schema/get-job.ts";

const params = { databaseId: "uuid", jobId: "uuid" } as const;

export const GET = route(
  async ({ actor, params }) => json(await getJob(actor, params.databaseId, params.jobId)),
  { params },
);

export const DELETE = route(
  async ({ actor, params }) => json(await cancelJob(actor, params.databaseId, params.jobId)),
  { params },
);

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
