import { createDatabaseBody } from "#lib/http/bodies/project.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";

export const POST = route(async ({ actor, body }) => json(await createDatabase(actor, body.projectId), 201), {
  body: createDatabaseBody,
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
