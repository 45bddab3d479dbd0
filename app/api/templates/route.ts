import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listTemplates } from "#lib/operations/projects/apply-template.ts";

export const GET = route(async () => json({ templates: listTemplates() }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
