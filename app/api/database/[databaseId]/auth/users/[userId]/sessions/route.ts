import { appAsMember } from "#lib/http/app-as-member.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listAppUserSessions, revokeAppUserSessions } from "#lib/operations/end-users/console/users.ts";

const params = { databaseId: "uuid", userId: "uuid" } as const;

export const GET = route(
  async (passed) => json({ sessions: await listAppUserSessions(appAsMember(passed), passed.params.userId) }),
  { params },
);

export const DELETE = route(
  async (passed) => {
    await revokeAppUserSessions(appAsMember(passed), passed.params.userId);
    return json({});
  },
  { params },
);

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
