import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { revokeProjectKey } from "#lib/operations/keys/end-project-key.ts";

export const DELETE = route(
  async ({ actor, params }) => {
    await revokeProjectKey(actor, params.projectId, params.keyId);
    return json({});
  },
  { params: { projectId: "uuid", keyId: "uuid" } },
);

export const { GET, POST, PUT, PATCH, OPTIONS } = methodsOtherThan("DELETE");
