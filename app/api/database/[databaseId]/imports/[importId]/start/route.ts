import { startImportBody } from "#lib/http/bodies/import.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { startImport } from "#lib/operations/imports/start-import.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await startImport(actor, params.databaseId, params.importId, body)),
  { params: { databaseId: "uuid", importId: "uuid" }, body: startImportBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
