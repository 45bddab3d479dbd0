import { appAsMember } from "#lib/http/app-as-member.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { revokeAppUserSessions } from "#lib/operations/end-users/console/users.ts";

export const DELETE = route(
  async (passed) => {
    await revokeAppUserSessions(appAsMember(passed), passed.params.userId, passed.params.sessionId);
    return json({});
  },
  { params: { databaseId: "uuid", userId: "uuid", sessionId: "uuid" } },
);

export const { GET, POST, PUT, PATCH, OPTIONS } = methodsOtherThan("DELETE");
