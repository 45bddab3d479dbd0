import { generateSchemaBody } from "#lib/http/bodies/generate-schema.ts";
import { eventStream, wantsEvents } from "#lib/http/event-stream.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { generateSchema } from "#lib/operations/assistant/generate-schema.ts";

export const POST = route(
  async ({ actor, params, body, request, requestId, log }) => {
    const { signal } = request;
    if (!wantsEvents(request)) return json(await generateSchema(actor, params.databaseId, body, { signal }));
    return eventStream(
      (emit) =>
        generateSchema(actor, params.databaseId, body, {
          signal,
          onProgress: (progress) => emit("progress", progress),
        }),
      { requestId, log },
    );
  },
  { params: { databaseId: "uuid" }, body: generateSchemaBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
