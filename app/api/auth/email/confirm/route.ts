import { linkBody } from "#lib/http/bodies/account.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { confirmEmailChange } from "#lib/operations/account/change-email.ts";

export const POST = route(
  async ({ request, body }) => json({ user: await confirmEmailChange(body, clientOf(request.headers)) }),
  { auth: "none", body: linkBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
