import type { GenerateSchemaInput } from "#lib/operations/assistant/generate-schema.ts";
import { bodySchema, object } from "../body-schema.ts";

const message = object({ role: { enum: ["user", "assistant"] }, content: { type: "string" } }, [
  "role",
  "content",
]);

/** `base` is looked at closely by the catalog. */
export const generateSchemaBody = bodySchema<GenerateSchemaInput>(
  object(
    {
      description: { type: "string" },
      messages: { type: "array", maxItems: 50, items: message },
      base: { type: "object" },
    },
    ["description"],
  ),
);
