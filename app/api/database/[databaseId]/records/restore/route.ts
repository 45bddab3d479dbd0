import { restoreRecordsBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { restoreRecords } from "#lib/operations/records/restore-records.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await restoreRecords(actor, params.databaseId, body.undo)),
  { params: { databaseId: "uuid" }, body: restoreRecordsBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
