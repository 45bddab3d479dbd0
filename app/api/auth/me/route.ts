import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { currentUser } from "#lib/operations/current-user.ts";

export const GET = route(async ({ actor }) => json(await currentUser(actor)));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
