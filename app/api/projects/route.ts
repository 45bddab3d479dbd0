import { createProjectBody } from "#lib/http/bodies/project.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { listProjects } from "#lib/operations/projects/list-projects.ts";

export const GET = route(async ({ actor, url }) => json(await listProjects(actor, pageOf(url))));

export const POST = route(
  async ({ actor, body }) => json({ project: await createProject(actor, body) }, 201),
  { body: createProjectBody },
);

export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");
