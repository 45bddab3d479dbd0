import { linkBody } from "#lib/http/bodies/account.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { textOf } from "#lib/http/request-values.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { showInvitation } from "#lib/operations/organizations/find-invitation.ts";
import { acceptInvitation } from "#lib/operations/organizations/join.ts";

/** What a link leads to, for whoever holds it. */
export const GET = route(
  async ({ request, url }) =>
    json({ invitation: await showInvitation(textOf(url, "token"), clientOf(request.headers)) }),
  { auth: "none" },
);

export const POST = route(async ({ actor, body }) => json(await acceptInvitation(actor, body.token)), {
  body: linkBody,
});

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
