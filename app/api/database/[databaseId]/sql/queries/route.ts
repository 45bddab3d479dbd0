import { saveQueryBody } from "#lib/http/bodies/sql-panel.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { searchOf } from "#lib/http/search.ts";
import { listSavedQueries, saveQuery } from "#lib/operations/typed-sql/saved-queries.ts";

export const GET = route(
  async ({ actor, params, url }) =>
    json(await listSavedQueries(actor, params.databaseId, { ...pageOf(url), search: searchOf(url) })),
  { params: { databaseId: "uuid" } },
);

export const POST = route(
  async ({ actor, params, body }) => json(await saveQuery(actor, params.databaseId, body), 201),
  { params: { databaseId: "uuid" }, body: saveQueryBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
