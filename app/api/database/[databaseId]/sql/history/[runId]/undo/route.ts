import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { undoSqlRun } from "#lib/operations/typed-sql/undo-sql-run.ts";

export const POST = route(
  async ({ actor, params }) => json(await undoSqlRun(actor, params.databaseId, params.runId)),
  { params: { databaseId: "uuid", runId: "uuid" } },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
