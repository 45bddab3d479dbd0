import { runSqlBody } from "#lib/http/bodies/sql.ts";
import { lineStream, wantsLines } from "#lib/http/line-stream.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { runSql, runSqlInParts } from "#lib/operations/run-sql.ts";

export const POST = route(
  async ({ actor, params, body, request, requestId, log }) => {
    const { signal } = request;
    if (!wantsLines(request)) return json(await runSql(actor, params.databaseId, body, { signal }));
    return lineStream(
      (write, gone) => runSqlInParts(actor, params.databaseId, body, { write, signal: gone }),
      { requestId, log, signal },
    );
  },
  { params: { databaseId: "uuid" }, body: runSqlBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
