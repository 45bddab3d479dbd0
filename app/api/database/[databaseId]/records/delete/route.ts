import { deleteRecordsBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { deleteRecords } from "#lib/operations/records/delete-records.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await deleteRecords(actor, params.databaseId, body)),
  { params: { databaseId: "uuid" }, body: deleteRecordsBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
