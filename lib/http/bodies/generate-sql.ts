import type { GenerateSqlInput } from "#lib/operations/assistant/generate-sql.ts";
import { bodySchema, object } from "../body-schema.ts";

export const generateSqlBody = bodySchema<GenerateSqlInput>(
  object({ question: { type: "string" } }, ["question"]),
);
