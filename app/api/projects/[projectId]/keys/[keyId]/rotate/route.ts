import { rotateProjectKeyBody } from "#lib/http/bodies/project-key.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { rotateProjectKey } from "#lib/operations/keys/end-project-key.ts";

export const POST = route(
  async ({ actor, params, body }) =>
    json({ key: await rotateProjectKey(actor, params.projectId, params.keyId, body) }, 201),
  { params: { projectId: "uuid", keyId: "uuid" }, body: rotateProjectKeyBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
