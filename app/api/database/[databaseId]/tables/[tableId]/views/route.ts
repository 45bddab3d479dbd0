import { createTableViewBody } from "#lib/http/bodies/table-view.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createTableView } from "#lib/operations/records/create-table-view.ts";
import { listTableViews } from "#lib/operations/records/list-table-views.ts";

const params = { databaseId: "uuid", tableId: "uuid" } as const;

export const GET = route(
  async ({ actor, params: { databaseId, tableId }, url }) =>
    json(await listTableViews(actor, databaseId, tableId, pageOf(url))),
  { params },
);

export const POST = route(
  async ({ actor, params: { databaseId, tableId }, body }) =>
    json({ view: await createTableView(actor, databaseId, { tableId, ...body }) }, 201),
  { params, body: createTableViewBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
