import { endUserSignUpBody } from "#lib/http/bodies/auth.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { endUserSignUp } from "#lib/operations/end-users/end-user-sign-up.ts";

export const POST = route(
  async ({ params, body, request }) =>
    json(await endUserSignUp(params.databaseId, body, clientOf(request.headers)), 201),
  { auth: "none", params: { databaseId: "uuid" }, body: endUserSignUpBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
