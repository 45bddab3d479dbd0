import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listProjectSigningKeys } from "#lib/operations/keys/project-signing-keys.ts";

export const GET = route(
  async ({ actor, params }) => json(await listProjectSigningKeys(actor, params.projectId)),
  { params: { projectId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
