import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { cancelImport } from "#lib/operations/imports/cancel-import.ts";
import { getImport } from "#lib/operations/imports/show-imports.ts";

const params = { databaseId: "uuid", importId: "uuid" } as const;

export const GET = route(
  async ({ actor, params }) => json(await getImport(actor, params.databaseId, params.importId)),
  { params },
);

export const DELETE = route(
  async ({ actor, params }) => json(await cancelImport(actor, params.databaseId, params.importId)),
  { params },
);

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
