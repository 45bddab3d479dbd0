import { deleteProjectBody, updateProjectBody } from "#lib/http/bodies/project.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { deleteProject } from "#lib/operations/projects/delete-project.ts";
import { getProject } from "#lib/operations/projects/get-project.ts";
import { updateProject } from "#lib/operations/projects/update-project.ts";

const params = { projectId: "uuid" } as const;

export const GET = route(
  async ({ actor, params }) => json({ project: await getProject(actor, params.projectId) }),
  { params },
);

export const PATCH = route(
  async ({ actor, params, body }) => json({ project: await updateProject(actor, params.projectId, body) }),
  { params, body: updateProjectBody },
);

export const DELETE = route(
  async ({ actor, params, body }) =>
    json({ project: await deleteProject(actor, params.projectId, body.name) }),
  { params, body: deleteProjectBody },
);

export const { POST, PUT, OPTIONS } = methodsOtherThan("GET", "PATCH", "DELETE");
