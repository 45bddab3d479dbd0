import { generateSchemaBody } from "#lib/http/bodies/generate-schema.ts";
import { eventStream, wantsEvents } from "#lib/http/event-stream.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { askAssistant } from "#lib/operations/assistant/ask-assistant.ts";
import { forgetTurns } from "#lib/operations/assistant/forget-turns.ts";
import { listTurns } from "#lib/operations/assistant/list-turns.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(
  async ({ actor, params, url }) => json(await listTurns(actor, params.databaseId, pageOf(url))),
  { params },
);

export const POST = route(
  async ({ actor, params, body, request, requestId, log }) => {
    const { signal } = request;
    if (!wantsEvents(request))
      return json(await askAssistant(actor, params.databaseId, body, { signal }), 201);
    return eventStream(
      (emit) =>
        askAssistant(actor, params.databaseId, body, {
          signal,
          onProgress: (progress) => emit("progress", progress),
        }),
      { requestId, log },
    );
  },
  { params, body: generateSchemaBody },
);

export const DELETE = route(async ({ actor, params }) => json(await forgetTurns(actor, params.databaseId)), {
  params,
});

export const { PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "POST", "DELETE");
