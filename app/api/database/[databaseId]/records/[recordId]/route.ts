import { updateRecordBody } from "#lib/http/bodies/record.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { ifMatchOf, textOf } from "#lib/http/request-values.ts";
import { jsonText } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { deleteRecord } from "#lib/operations/records/delete-record.ts";
import { updateRecord } from "#lib/operations/records/update-record.ts";

const params = { databaseId: "uuid", recordId: "text" } as const;

export const PUT = route(
  async ({ actor, params: { databaseId, recordId }, body, request }) => {
    const input = { recordId, ...body, ...ifMatchOf(request.headers) };
    return jsonText((await updateRecord(actor, databaseId, input)).json);
  },
  { params, body: updateRecordBody },
);

export const DELETE = route(
  async ({ actor, params: { databaseId, recordId }, url }) => {
    const input = { recordId, tableName: textOf(url, "tableName") };
    return jsonText((await deleteRecord(actor, databaseId, input)).json);
  },
  { params },
);

export const { GET, POST, PATCH, OPTIONS } = methodsOtherThan("PUT", "DELETE");
