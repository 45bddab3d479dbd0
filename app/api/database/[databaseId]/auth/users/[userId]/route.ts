import { appAsMember } from "#lib/http/app-as-member.ts";
import { updateAppUserBody } from "#lib/http/bodies/end-users.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { deleteAppUser, getAppUser, updateAppUser } from "#lib/operations/end-users/console/users.ts";

const params = { databaseId: "uuid", userId: "uuid" } as const;

export const GET = route(
  async (passed) => json({ user: await getAppUser(appAsMember(passed), passed.params.userId) }),
  { params },
);

export const PATCH = route(
  async (passed) =>
    json({ user: await updateAppUser(appAsMember(passed), passed.params.userId, passed.body) }),
  { params, body: updateAppUserBody },
);

export const DELETE = route(
  async (passed) => json({ user: await deleteAppUser(appAsMember(passed), passed.params.userId) }),
  { params },
);

export const { POST, PUT, OPTIONS } = methodsOtherThan("GET", "PATCH", "DELETE");
