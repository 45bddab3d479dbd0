import type { Change } from "#lib/catalog/types.ts";
import { bodySchema, object } from "../body-schema.ts";

/** Looked at closely by the catalog. */
const changes = { type: "array", minItems: 1, maxItems: 1000, items: { type: "object" } };

export const applyTurnBody = bodySchema<{ changes: readonly Change[]; base_version: number }>(
  object({ changes, base_version: { type: "integer", minimum: 0 } }, ["changes", "base_version"]),
);

export const undoTurnBody = bodySchema<{ dry_run?: boolean }>(object({ dry_run: { type: "boolean" } }, []));
