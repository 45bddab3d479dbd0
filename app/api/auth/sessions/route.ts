import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { endConsoleSessions, listConsoleSessions } from "#lib/operations/account/console-sessions.ts";

export const GET = route(async ({ actor }) => json({ sessions: await listConsoleSessions(actor) }));

export const DELETE = route(async ({ actor }) => {
  await endConsoleSessions(actor, null);
  return json({});
});

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
