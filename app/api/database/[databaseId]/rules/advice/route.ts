import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listAdvice } from "#lib/operations/rules/list-advice.ts";

export const GET = route(async ({ actor, params }) => json(await listAdvice(actor, params.databaseId)), {
  params: { databaseId: "uuid" },
});

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
