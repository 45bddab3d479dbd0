import { createInvitationBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createInvitation, listInvitations } from "#lib/operations/organizations/invitations.ts";

const params = { organizationId: "uuid" } as const;

export const GET = route(
  async ({ actor, params, url }) => json(await listInvitations(actor, params.organizationId, pageOf(url))),
  { params },
);

export const POST = route(
  async ({ actor, params, body }) => json(await createInvitation(actor, params.organizationId, body), 201),
  { params, body: createInvitationBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
