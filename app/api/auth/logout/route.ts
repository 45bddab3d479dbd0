import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { route } from "#lib/http/route.ts";
import { signedOut } from "#lib/http/signed-in.ts";
import { logOut } from "#lib/operations/account/log-out.ts";

export const POST = route(async ({ request, actor }) => {
  await logOut(actor);
  return signedOut(request);
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
