import { updateRecordsBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { bodyBytesMaxBulk } from "#lib/http/read-json.ts";
import { jsonText } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { updateRecords } from "#lib/operations/records/update-records.ts";

export const POST = route(
  async ({ actor, params, body }) => jsonText((await updateRecords(actor, params.databaseId, body)).json),
  { params: { databaseId: "uuid" }, body: updateRecordsBody, bodyBytesMax: bodyBytesMaxBulk },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
