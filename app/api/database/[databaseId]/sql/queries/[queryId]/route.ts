import { updateQueryBody } from "#lib/http/bodies/sql-panel.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { deleteSavedQuery, updateSavedQuery } from "#lib/operations/typed-sql/saved-queries.ts";

export const PATCH = route(
  async ({ actor, params, body }) =>
    json(await updateSavedQuery(actor, params.databaseId, params.queryId, body)),
  { params: { databaseId: "uuid", queryId: "uuid" }, body: updateQueryBody },
);

export const DELETE = route(
  async ({ actor, params }) => {
    await deleteSavedQuery(actor, params.databaseId, params.queryId);
    return json({});
  },
  { params: { databaseId: "uuid", queryId: "uuid" } },
);

export const { GET, POST, PUT, OPTIONS } = methodsOtherThan("PATCH", "DELETE");
