import { runSqlBody } from "#lib/http/bodies/sql.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { runSql } from "#lib/operations/run-sql.ts";

export const POST = route(
  async ({ actor, params, body, request }) =>
    json(await runSql(actor, params.databaseId, body, { signal: request.signal })),
  { params: { databaseId: "uuid" }, body: runSqlBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
