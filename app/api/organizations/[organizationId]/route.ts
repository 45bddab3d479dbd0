import { organizationBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { getOrganization, updateOrganization } from "#lib/operations/organizations/organizations.ts";

const params = { organizationId: "uuid" } as const;

export const GET = route(
  async ({ actor, params }) => json({ organization: await getOrganization(actor, params.organizationId) }),
  { params },
);

export const PATCH = route(
  async ({ actor, params, body }) =>
    json({ organization: await updateOrganization(actor, params.organizationId, body) }),
  { params, body: organizationBody },
);

export const { POST, PUT, DELETE, OPTIONS } = methodsOtherThan("GET", "PATCH");
