import { createProjectWithDatabaseBody } from "#lib/http/bodies/project.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";

/** The console's one click: a project and its database in one transaction. */
export const POST = route(
  async ({ actor, body }) => json(await createProjectWithDatabase(actor, body), 201),
  {
    body: createProjectWithDatabaseBody,
  },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
