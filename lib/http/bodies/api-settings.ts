import { maxRowsLimit } from "#lib/catalog/api-settings.ts";
import type { ApiSettingsChange } from "#lib/operations/data-api/api-settings.ts";
import { bodySchema, object } from "../body-schema.ts";

export const apiSettingsBody = bodySchema<ApiSettingsChange>(
  object(
    {
      max_rows: { type: ["integer", "null"], minimum: 1, maximum: maxRowsLimit },
      aggregates: { type: ["boolean", "null"] },
    },
    [],
  ),
);
