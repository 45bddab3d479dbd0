import { changeEmailBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { requestEmailChange } from "#lib/operations/account/change-email.ts";

export const PUT = route(
  async ({ actor, body }) => {
    await requestEmailChange(actor, body);
    return json({});
  },
  { body: changeEmailBody },
);

export const { GET, POST, PATCH, DELETE, OPTIONS } = methodsOtherThan("PUT");
