import { profileBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { currentUser } from "#lib/operations/account/current-user.ts";
import { updateProfile } from "#lib/operations/account/update-profile.ts";

export const GET = route(async ({ actor }) => json(await currentUser(actor)));

export const PATCH = route(async ({ actor, body }) => json({ user: await updateProfile(actor, body) }), {
  body: profileBody,
});

export const { POST, PUT, DELETE, OPTIONS } = methodsOtherThan("GET", "PATCH");
