import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { revokeInvitation } from "#lib/operations/organizations/invitations.ts";

export const DELETE = route(
  async ({ actor, params }) => {
    await revokeInvitation(actor, params.organizationId, params.invitationId);
    return json({});
  },
  { params: { organizationId: "uuid", invitationId: "uuid" } },
);

export const { GET, POST, PUT, PATCH, OPTIONS } = methodsOtherThan("DELETE");
