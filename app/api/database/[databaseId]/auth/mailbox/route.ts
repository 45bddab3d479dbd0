import { appAsMember } from "#lib/http/app-as-member.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { emptyMailbox, listMailbox } from "#lib/operations/end-users/console/mailbox.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(async (passed) => json(await listMailbox(appAsMember(passed), pageOf(passed.url))), {
  params,
});

export const DELETE = route(
  async (passed) => {
    await emptyMailbox(appAsMember(passed));
    return json({});
  },
  { params },
);

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
