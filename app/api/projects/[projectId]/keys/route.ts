import { createProjectKeyBody } from "#lib/http/bodies/project-key.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import { listProjectKeys } from "#lib/operations/keys/list-project-keys.ts";

export const GET = route(
  async ({ actor, params, url }) => json(await listProjectKeys(actor, params.projectId, pageOf(url))),
  { params: { projectId: "uuid" } },
);

export const POST = route(
  async ({ actor, params, body }) =>
    json({ key: await createProjectKey(actor, params.projectId, body) }, 201),
  { params: { projectId: "uuid" }, body: createProjectKeyBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
