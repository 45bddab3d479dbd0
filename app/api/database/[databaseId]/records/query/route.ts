import { queryRecordsBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { jsonText } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { queryRecords } from "#lib/operations/records/query-records.ts";

export const POST = route(
  async ({ actor, params, body }) => jsonText((await queryRecords(actor, params.databaseId, body)).json),
  { params: { databaseId: "uuid" }, body: queryRecordsBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
