import { checkSql } from "#lib/operations/typed-sql/check-sql.ts";
import { runSql, runSqlInParts } from "#lib/operations/typed-sql/run-sql.ts";
import { runSqlBody } from "../bodies/sql.ts";
import { checkSqlBody } from "../bodies/sql-panel.ts";
import { lineStream, wantsLines } from "../line-stream.ts";
import { json } from "../respond.ts";
import { route } from "../route.ts";

/** `POST /api/database/:databaseId/sql` */
export const postSql = route(
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

/** `POST /api/database/:databaseId/sql/check` */
export const postSqlCheck = route(
  async ({ actor, params, body }) => json(await checkSql(actor, params.databaseId, body)),
  { params: { databaseId: "uuid" }, body: checkSqlBody },
);
