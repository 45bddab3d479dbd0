import type { Change, Table } from "#lib/catalog/types.ts";
import { bodySchema, exactlyOneOf, object } from "../body-schema.ts";

/** Looked at closely by the catalog, which knows the tables that they are about. */
const changes = { type: "array", minItems: 1, maxItems: 1000, items: { type: "object" } };

export const applySchemaBody = bodySchema<{
  changes: readonly Change[];
  base_version?: number;
  dry_run?: boolean;
}>(
  object({ changes, base_version: { type: "integer", minimum: 0 }, dry_run: { type: "boolean" } }, [
    "changes",
  ]),
);

export const createTableBody = bodySchema<{ schemaJson: Table } | { description: string }>({
  ...object({ schemaJson: { type: "object" }, description: { type: "string", minLength: 1 } }, []),
  ...exactlyOneOf("schemaJson", "description"),
});

export const updateTableBody = bodySchema<{ changes: readonly Change[] }>(object({ changes }, ["changes"]));
