import type { ConfirmReachInput } from "#lib/operations/rules/confirm-reach.ts";
import type { TryRulesInput } from "#lib/operations/rules/try-rules.ts";
import { bodySchema, object } from "../body-schema.ts";

const uuid = {
  type: ["string", "null"],
  pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
  description: "a user's id (a UUID)",
};

export const tryRulesBody = bodySchema<TryRulesInput>(
  object(
    {
      table: { type: "string", maxLength: 100 },
      role: { type: "string", enum: ["anon", "authenticated", "service_role"] },
      user_id: uuid,
      claims: { type: "object", maxProperties: 50 },
      limit: { type: "integer", minimum: 0, maximum: 100 },
    },
    ["table", "role"],
  ),
);

export const confirmReachBody = bodySchema<ConfirmReachInput>(
  object(
    {
      table: { type: "string", maxLength: 100 },
      verb: { type: "string", enum: ["select", "insert", "update", "delete"] },
      identity: { type: "string", maxLength: 200, description: "as the leak matrix names it" },
      row: { type: "string", enum: ["owner", "other"], description: "whose row" },
      is_confirmed: { type: "boolean" },
    },
    ["table", "verb", "identity", "row", "is_confirmed"],
  ),
);
