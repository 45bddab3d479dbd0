import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { endConsoleSessions } from "#lib/operations/account/console-sessions.ts";

export const DELETE = route(
  async ({ actor, params }) => {
    await endConsoleSessions(actor, params.sessionId);
    return json({});
  },
  { params: { sessionId: "uuid" } },
);

export const { GET, POST, PUT, PATCH, OPTIONS } = methodsOtherThan("DELETE");
