import { appAsMember } from "#lib/http/app-as-member.ts";
import { authSettingsBody } from "#lib/http/bodies/end-users.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { getAuthSettings, updateAuthSettings } from "#lib/operations/end-users/console/settings.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(async (passed) => json(await getAuthSettings(appAsMember(passed))), { params });

export const PATCH = route(
  async (passed) => json(await updateAuthSettings(appAsMember(passed), passed.body)),
  { params, body: authSettingsBody },
);

export const { POST, PUT, DELETE, OPTIONS } = methodsOtherThan("GET", "PATCH");
