import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { projectUsage } from "#lib/operations/projects/project-usage.ts";

export const GET = route(
  async ({ actor, params }) => json({ days: await projectUsage(actor, params.projectId) }),
  { params: { projectId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
