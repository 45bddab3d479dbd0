import { appAsMember } from "#lib/http/app-as-member.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { resetAppUserPassword } from "#lib/operations/end-users/console/users.ts";

export const POST = route(
  async (passed) => {
    await resetAppUserPassword(appAsMember(passed), passed.params.userId);
    return json({});
  },
  { params: { databaseId: "uuid", userId: "uuid" } },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
