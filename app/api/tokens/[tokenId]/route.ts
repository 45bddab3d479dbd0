import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { revokePersonalAccessToken } from "#lib/operations/account/revoke-personal-access-token.ts";

export const DELETE = route(
  async ({ actor, params }) => {
    await revokePersonalAccessToken(actor, params.tokenId);
    return json({});
  },
  { params: { tokenId: "uuid" } },
);

export const { GET, POST, PUT, PATCH, OPTIONS } = methodsOtherThan("DELETE");
