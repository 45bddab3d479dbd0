import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listSqlObjects } from "#lib/operations/typed-sql/list-sql-objects.ts";

export const GET = route(async ({ actor, params }) => json(await listSqlObjects(actor, params.databaseId)), {
  params: { databaseId: "uuid" },
});

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
