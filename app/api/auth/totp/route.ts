import { beginTotpBody, totpCodeBody } from "#lib/http/bodies/auth.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { beginTotp, hasTotp, removeTotp } from "#lib/operations/account/console-totp.ts";

export const GET = route(async ({ actor }) => json({ enabled: await hasTotp(actor) }));

export const POST = route(
  async ({ actor, body }) => {
    const { secret, uri, qrCode } = await beginTotp(actor, body);
    return json({ secret, uri, qr_code: qrCode }, 201);
  },
  { body: beginTotpBody },
);

export const DELETE = route(
  async ({ actor, body }) => {
    await removeTotp(actor, body);
    return json({ enabled: false });
  },
  { body: totpCodeBody },
);

export const { PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "POST", "DELETE");
