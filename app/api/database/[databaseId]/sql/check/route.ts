import { checkSqlBody } from "#lib/http/bodies/sql-panel.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { checkSql } from "#lib/operations/check-sql.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await checkSql(actor, params.databaseId, body)),
  { params: { databaseId: "uuid" }, body: checkSqlBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
