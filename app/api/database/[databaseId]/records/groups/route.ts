import { groupRecordsBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { jsonText } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { groupRecords } from "#lib/operations/records/group-records.ts";

export const POST = route(
  async ({ actor, params, body }) => jsonText((await groupRecords(actor, params.databaseId, body)).json),
  { params: { databaseId: "uuid" }, body: groupRecordsBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
