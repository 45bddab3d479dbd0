import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listMembers } from "#lib/operations/organizations/members.ts";

export const GET = route(
  async ({ actor, params }) => json({ members: await listMembers(actor, params.organizationId) }),
  { params: { organizationId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
