import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { emptyTrash } from "#lib/operations/schema/empty-trash.ts";
import { listTrash } from "#lib/operations/schema/list-trash.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(async ({ actor, params }) => json(await listTrash(actor, params.databaseId)), {
  params,
});

export const DELETE = route(
  async ({ actor, params, url }) =>
    json(await emptyTrash(actor, params.databaseId, url.searchParams.get("table")?.toLowerCase() ?? null)),
  { params },
);

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
