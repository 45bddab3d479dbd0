import { organizationBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { currentUser } from "#lib/operations/account/current-user.ts";
import { createOrganization } from "#lib/operations/organizations/organizations.ts";

export const GET = route(async ({ actor }) =>
  json({ organizations: (await currentUser(actor)).organizations }),
);

export const POST = route(
  async ({ actor, body }) => json({ organization: await createOrganization(actor, body) }, 201),
  { body: organizationBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
