import { signUpBody } from "#lib/http/bodies/auth.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { route } from "#lib/http/route.ts";
import { signedIn } from "#lib/http/signed-in.ts";
import { signUp } from "#lib/operations/account/sign-up.ts";

export const POST = route(
  async ({ request, body }) => signedIn(request, await signUp(body, clientOf(request.headers)), 201),
  { auth: "none", body: signUpBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
