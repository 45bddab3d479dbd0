import { applyTurnBody } from "#lib/http/bodies/assistant.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { applyTurn } from "#lib/operations/assistant/apply-turn.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await applyTurn(actor, params.databaseId, params.turnId, body)),
  { params: { databaseId: "uuid", turnId: "uuid" }, body: applyTurnBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
