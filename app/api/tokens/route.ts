import { createTokenBody } from "#lib/http/bodies/project.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createPersonalAccessToken } from "#lib/operations/account/create-personal-access-token.ts";
import { listPersonalAccessTokens } from "#lib/operations/account/list-personal-access-tokens.ts";

export const GET = route(async ({ actor, url }) => json(await listPersonalAccessTokens(actor, pageOf(url))));

export const POST = route(
  async ({ actor, body }) => json({ token: await createPersonalAccessToken(actor, body) }, 201),
  { body: createTokenBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
