import { appAsMember } from "#lib/http/app-as-member.ts";
import { inviteAppUserBody } from "#lib/http/bodies/end-users.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { inviteAppUser } from "#lib/operations/end-users/console/users.ts";

export const POST = route(
  async (passed) => json({ user: await inviteAppUser(appAsMember(passed), passed.body) }, 201),
  { params: { databaseId: "uuid" }, body: inviteAppUserBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
