import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { textOf } from "#lib/http/request-values.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { searchRows } from "#lib/operations/records/search-rows.ts";

export const GET = route(
  async ({ actor, params, url }) => json(await searchRows(actor, params.databaseId, textOf(url, "q"))),
  { params: { databaseId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
