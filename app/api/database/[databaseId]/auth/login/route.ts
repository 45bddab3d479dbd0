import { endUserLogInBody } from "#lib/http/bodies/auth.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { endUserLogIn } from "#lib/operations/end-users/end-user-log-in.ts";

export const POST = route(
  async ({ params, body, request }) =>
    json(await endUserLogIn(params.databaseId, body, clientOf(request.headers))),
  { auth: "none", params: { databaseId: "uuid" }, body: endUserLogInBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
