import type { ExportQueryInput } from "#lib/operations/exports/export-query.ts";
import { bodySchema, object } from "../body-schema.ts";

export const exportQueryBody = bodySchema<ExportQueryInput>(
  object(
    {
      query: { type: "string", minLength: 1, maxLength: 262_144 },
      params: { type: "array", maxItems: 1000 },
      format: { enum: ["csv", "tsv", "json", "ndjson"] },
      safe: { type: "boolean" },
    },
    ["query", "format"],
  ),
);
