import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { readPart } from "#lib/http/read-part.ts";
import { wholeOf } from "#lib/http/request-values.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { appendToImport } from "#lib/operations/imports/upload-import.ts";

export const PUT = route(
  async ({ actor, params, url, request, late }) => {
    const part = { place: wholeOf(url, "offset"), read: () => readPart(request, late) };
    return json(await appendToImport(actor, params.databaseId, params.importId, part));
  },
  { params: { databaseId: "uuid", importId: "uuid" } },
);

export const { GET, POST, PATCH, DELETE, OPTIONS } = methodsOtherThan("PUT");
