import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { searchOf } from "#lib/http/search.ts";
import { listSqlRuns } from "#lib/operations/typed-sql/sql-history.ts";

export const GET = route(
  async ({ actor, params, url }) =>
    json(await listSqlRuns(actor, params.databaseId, { ...pageOf(url), search: searchOf(url) })),
  { params: { databaseId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
