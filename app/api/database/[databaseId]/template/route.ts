import { applyTemplateBody } from "#lib/http/bodies/project.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { applyTemplate } from "#lib/operations/projects/apply-template.ts";

export const POST = route(
  async ({ actor, params, body }) => json(await applyTemplate(actor, params.databaseId, body.template), 201),
  { params: { databaseId: "uuid" }, body: applyTemplateBody },
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
