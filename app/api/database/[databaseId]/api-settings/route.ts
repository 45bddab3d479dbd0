import { apiSettingsBody } from "#lib/http/bodies/api-settings.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { getApiSettings, updateApiSettings } from "#lib/operations/data-api/api-settings.ts";

const params = { databaseId: "uuid" } as const;

export const GET = route(
  async (passed) => json(await getApiSettings(passed.actor, passed.params.databaseId)),
  {
    params,
  },
);

export const PATCH = route(
  async (passed) => json(await updateApiSettings(passed.actor, passed.params.databaseId, passed.body)),
  { params, body: apiSettingsBody },
);

export const { POST, PUT, DELETE, OPTIONS } = methodsOtherThan("GET", "PATCH");
