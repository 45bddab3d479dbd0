import { appAsMember } from "#lib/http/app-as-member.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { impersonateAppUser } from "#lib/operations/end-users/console/users.ts";

export const POST = route(
  async (passed) => json(await impersonateAppUser(appAsMember(passed), passed.params.userId)),
  { params: { databaseId: "uuid", userId: "uuid" } },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
