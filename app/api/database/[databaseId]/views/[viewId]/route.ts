import { updateTableViewBody } from "#lib/http/bodies/table-view.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { deleteTableView } from "#lib/operations/records/delete-table-view.ts";
import { updateTableView } from "#lib/operations/records/update-table-view.ts";

const params = { databaseId: "uuid", viewId: "uuid" } as const;

export const PATCH = route(
  async ({ actor, params: { databaseId, viewId }, body }) =>
    json({ view: await updateTableView(actor, databaseId, { viewId, ...body }) }),
  { params, body: updateTableViewBody },
);

export const DELETE = route(
  async ({ actor, params: { databaseId, viewId } }) => json(await deleteTableView(actor, databaseId, viewId)),
  { params },
);

export const { GET, POST, PUT, OPTIONS } = methodsOtherThan("PATCH", "DELETE");
