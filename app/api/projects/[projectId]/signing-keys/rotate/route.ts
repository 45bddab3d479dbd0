import { rotateSigningKeyBody } from "#lib/http/bodies/project-key.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { rotateSigningKey } from "#lib/operations/keys/project-signing-keys.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await rotateSigningKey(actor, params.projectId, body)),
  { params: { projectId: "uuid" }, body: rotateSigningKeyBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
