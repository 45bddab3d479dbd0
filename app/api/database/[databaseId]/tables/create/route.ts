import { createTableBody } from "#lib/http/bodies/schema.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createTable } from "#lib/operations/schema/create-table.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await createTable(actor, params.databaseId, body), 201),
  { params: { databaseId: "uuid" }, body: createTableBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
