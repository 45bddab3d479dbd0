import { invalidInput } from "#lib/errors/app-error.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { readNdjson } from "#lib/http/ndjson.ts";
import { textOf } from "#lib/http/request-values.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { importRecords } from "#lib/operations/records/import-records.ts";

export const POST = route(
  async ({ actor, params, url, request }) => {
    const onError = url.searchParams.get("on_error") ?? "stop";
    if (onError !== "stop" && onError !== "skip")
      throw invalidInput([{ path: "/on_error", message: "must be stop or skip" }]);
    const input = { tableName: textOf(url, "tableName"), onError, rows: readNdjson(request) } as const;
    return json(await importRecords(actor, params.databaseId, input));
  },
  { params: { databaseId: "uuid" } },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
