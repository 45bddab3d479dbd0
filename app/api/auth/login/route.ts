import { logInBody } from "#lib/http/bodies/auth.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { route } from "#lib/http/route.ts";
import { signedIn } from "#lib/http/signed-in.ts";
import { logIn } from "#lib/operations/account/log-in.ts";

export const POST = route(
  async ({ request, body }) => signedIn(request, await logIn(body, clientOf(request.headers)), 200),
  { auth: "none", body: logInBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
