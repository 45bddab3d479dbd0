import { exportQueryBody } from "#lib/http/bodies/export.ts";
import { download } from "#lib/http/download.ts";
import { exportOf } from "#lib/http/export-request.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { route } from "#lib/http/route.ts";
import { exportDatabase } from "#lib/operations/exports/export-database.ts";
import { exportQuery } from "#lib/operations/exports/export-query.ts";
import { exportTable } from "#lib/operations/exports/export-table.ts";

const params = { databaseId: "uuid" } as const;

/** A table with `table`, else the whole database. */
export const GET = route(
  async ({ actor, params, url, log, request: { signal } }) => {
    const asked = exportOf(url);
    const file =
      asked.kind === "table"
        ? await exportTable(actor, params.databaseId, asked.input, { signal })
        : await exportDatabase(actor, params.databaseId, asked.input, { signal });
    return download(file.pieces, { ...file, log });
  },
  { params },
);

/** The result of a query. */
export const POST = route(
  async ({ actor, params, body, log, request: { signal } }) => {
    const file = await exportQuery(actor, params.databaseId, body, { signal });
    return download(file.pieces, { ...file, log });
  },
  { params, body: exportQueryBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
