import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { runLeakMatrix } from "#lib/operations/rules/leak-matrix.ts";

export const POST = route(async ({ actor, params }) => json(await runLeakMatrix(actor, params.databaseId)), {
  params: { databaseId: "uuid" },
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
