import { tryRulesBody } from "#lib/http/bodies/rules.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { tryRules } from "#lib/operations/rules/try-rules.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await tryRules(actor, params.databaseId, body)),
  { params: { databaseId: "uuid" }, body: tryRulesBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
