import { changePasswordBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { changePassword } from "#lib/operations/account/change-password.ts";

export const PUT = route(
  async ({ actor, body }) => {
    await changePassword(actor, body);
    return json({});
  },
  { body: changePasswordBody },
);

export const { GET, POST, PATCH, DELETE, OPTIONS } = methodsOtherThan("PUT");
