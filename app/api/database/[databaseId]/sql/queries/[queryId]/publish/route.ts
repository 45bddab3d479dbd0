import { publishQueryBody } from "#lib/http/bodies/sql-panel.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { publishQuery } from "#lib/operations/typed-sql/publish-query.ts";

export const POST = route(
  async ({ actor, params, body }) =>
    json(await publishQuery(actor, params.databaseId, params.queryId, body), 201),
  { params: { databaseId: "uuid", queryId: "uuid" }, body: publishQueryBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
