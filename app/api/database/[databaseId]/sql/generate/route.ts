import { generateSqlBody } from "#lib/http/bodies/generate-sql.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { generateSql } from "#lib/operations/assistant/generate-sql.ts";

export const POST = route(
  async ({ actor, params, body, request }) =>
    json(await generateSql(actor, params.databaseId, body, { signal: request.signal })),
  { params: { databaseId: "uuid" }, body: generateSqlBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
