import { updateTableBody } from "#lib/http/bodies/schema.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { flagOf } from "#lib/http/request-values.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { dropTable } from "#lib/operations/schema/drop-table.ts";
import { getTable } from "#lib/operations/schema/get-table.ts";
import { updateTable } from "#lib/operations/schema/update-table.ts";

const params = { databaseId: "uuid", tableId: "uuid" } as const;

export const GET = route(
  async ({ actor, params }) => json(await getTable(actor, params.databaseId, params.tableId)),
  { params },
);

export const PATCH = route(
  async ({ actor, params, body }) =>
    json(await updateTable(actor, params.databaseId, params.tableId, body.changes)),
  { params, body: updateTableBody },
);

export const DELETE = route(
  async ({ actor, params, url }) =>
    json(await dropTable(actor, params.databaseId, params.tableId, flagOf(url, "cascade"))),
  { params },
);

export const { POST, PUT, OPTIONS } = methodsOtherThan("GET", "PATCH", "DELETE");
