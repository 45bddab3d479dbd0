import { applySchemaBody } from "#lib/http/bodies/schema.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await applySchema(actor, params.databaseId, body)),
  { params: { databaseId: "uuid" }, body: applySchemaBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
