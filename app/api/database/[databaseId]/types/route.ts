import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { choiceOf } from "#lib/http/request-values.ts";
import { route } from "#lib/http/route.ts";
import { generateTypes, typeFlavors } from "#lib/operations/data-api/generate-types.ts";

export const GET = route(
  async ({ actor, params, url }) => {
    const text = await generateTypes(actor, params.databaseId, choiceOf(url, "for", typeFlavors));
    const headers = {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": 'inline; filename="database.types.ts"',
    };
    return new Response(text, { headers });
  },
  { params: { databaseId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
