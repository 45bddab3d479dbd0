import { createImportBody } from "#lib/http/bodies/import.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listImports } from "#lib/operations/imports/show-imports.ts";
import { createImport } from "#lib/operations/imports/upload-import.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(
  async ({ actor, params, url }) => json(await listImports(actor, params.databaseId, pageOf(url))),
  { params },
);

export const POST = route(
  async ({ actor, params, body }) => json(await createImport(actor, params.databaseId, body), 201),
  { params, body: createImportBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
