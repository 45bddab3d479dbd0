import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { runtime } from "#lib/runtime/runtime.ts";

export const GET = route(async () => json(openApiDocument(runtime().config.appUrl)), { auth: "none" });

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
