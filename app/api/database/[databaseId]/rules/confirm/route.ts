import { confirmReachBody } from "#lib/http/bodies/rules.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { setConfirmedReach } from "#lib/operations/rules/confirm-reach.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await setConfirmedReach(actor, params.databaseId, body)),
  { params: { databaseId: "uuid" }, body: confirmReachBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
