import { givenParameterTypes } from "#lib/catalog/query-parameters.ts";
import type { ExportQueryInput } from "#lib/operations/exports/export-query.ts";
import { bodySchema, object } from "../body-schema.ts";

export const exportQueryBody = bodySchema<ExportQueryInput>(
  object(
    {
      query: { type: "string", minLength: 1, maxLength: 262_144 },
      params: { type: "array", maxItems: 1000 },
      param_types: { type: "array", maxItems: 1000, items: { type: "string", enum: givenParameterTypes } },
      statement: { type: "integer", minimum: 0, maximum: 999 },
      format: { enum: ["csv", "tsv", "json", "ndjson", "markdown"] },
      safe: { type: "boolean" },
    },
    ["query", "format"],
  ),
);
