import { requestResetBody, resetPasswordBody } from "#lib/http/bodies/account.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { requestPasswordReset, resetPassword } from "#lib/operations/account/reset-password.ts";

/** Asks for a link; PUT takes it. */
export const POST = route(
  async ({ request, body }) => {
    await requestPasswordReset(body, clientOf(request.headers));
    return json({});
  },
  { auth: "none", body: requestResetBody },
);

export const PUT = route(
  async ({ request, body }) => {
    await resetPassword(body, clientOf(request.headers));
    return json({});
  },
  { auth: "none", body: resetPasswordBody },
);

export const { GET, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST", "PUT");
