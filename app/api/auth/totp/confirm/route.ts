import { totpCodeBody } from "#lib/http/bodies/auth.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { confirmTotp } from "#lib/operations/account/console-totp.ts";

export const POST = route(
  async ({ actor, body }) => {
    await confirmTotp(actor, body);
    return json({ enabled: true });
  },
  { body: totpCodeBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
