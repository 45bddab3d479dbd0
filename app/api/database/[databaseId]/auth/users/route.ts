import { appAsMember } from "#lib/http/app-as-member.ts";
import { createAppUserBody } from "#lib/http/bodies/end-users.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createAppUser, listAppUsers } from "#lib/operations/end-users/console/users.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(
  async (passed) =>
    json(
      await listAppUsers(appAsMember(passed), {
        ...pageOf(passed.url),
        search: passed.url.searchParams.get("search"),
      }),
    ),
  { params },
);

export const POST = route(
  async (passed) => json({ user: await createAppUser(appAsMember(passed), passed.body) }, 201),
  { params, body: createAppUserBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
