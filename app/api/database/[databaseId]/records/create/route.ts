import { createRecordsBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { bodyBytesMaxBulk } from "#lib/http/read-json.ts";
import { jsonText } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";

export const POST = route(
  async ({ actor, params, body }) =>
    jsonText((await createRecords(actor, params.databaseId, body)).json, 201),
  { params: { databaseId: "uuid" }, body: createRecordsBody, bodyBytesMax: bodyBytesMaxBulk },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
