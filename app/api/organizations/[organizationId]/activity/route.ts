import { activityFilterOf } from "#lib/http/activity-filter.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listOrganizationActivity } from "#lib/operations/projects/list-activity.ts";

export const GET = route(
  async ({ actor, params, url }) =>
    json(await listOrganizationActivity(actor, params.organizationId, activityFilterOf(url))),
  { params: { organizationId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
