import type { CreateProjectKeyInput } from "#lib/operations/keys/create-project-key.ts";
import { bodySchema, object, optionalBody } from "../body-schema.ts";

const verbs = {
  type: "array",
  items: { type: "string", enum: ["select", "insert", "update", "delete"] },
  minItems: 1,
  maxItems: 4,
};

export const createProjectKeyBody = bodySchema<CreateProjectKeyInput>(
  object(
    {
      kind: { type: "string", enum: ["publishable", "secret", "anon", "service_role"] },
      name: { type: "string", minLength: 1, maxLength: 100 },
      scopes: {
        type: ["object", "null"],
        properties: { tables: { type: "object", additionalProperties: verbs, maxProperties: 500 } },
        required: ["tables"],
        additionalProperties: false,
      },
      expires_at: { type: ["string", "null"], maxLength: 40 },
    },
    ["kind", "name"],
  ),
);

/** For how long the old key goes on; 0 ends it at once. */
export const rotateProjectKeyBody = optionalBody(
  bodySchema<{ overlap_seconds?: number }>(
    object({ overlap_seconds: { type: "integer", minimum: 0, maximum: 30 * 24 * 60 * 60 } }, []),
  ),
);

export const rotateSigningKeyBody = optionalBody(
  bodySchema<{ leaked?: boolean }>(object({ leaked: { type: "boolean" } }, [])),
);
