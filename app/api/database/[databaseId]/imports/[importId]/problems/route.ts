import { download } from "#lib/http/download.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { route } from "#lib/http/route.ts";
import { problemFile } from "#lib/operations/imports/problem-file.ts";

export const GET = route(
  async ({ actor, params, log }) => {
    const { name, lines } = await problemFile(actor, params.databaseId, params.importId);
    return download(lines, { name, type: "text/csv; charset=utf-8", log });
  },
  { params: { databaseId: "uuid", importId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
