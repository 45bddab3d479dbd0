import { columnTypes } from "../../catalog/types.ts";

/**
 * The JSON Schema of a model's answer about a schema: a patch of the base. Whatever it does not name stays, so that a
 * model that forgets a table loses nothing. Every key is required and nothing is left open, as strict decoding wants it.
 */

const text = { type: "string" } as const;
const orNull = (schema: object) => ({ anyOf: [schema, { type: "null" }] });
const list = (items: object) => ({ type: "array", items });

function strict(properties: Readonly<Record<string, object>>) {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

const reference = strict({
  table: text,
  column: text,
  on_delete: orNull({ type: "string", enum: ["cascade", "set null", "restrict"] }),
});

const column = strict({
  name: text,
  type: { type: "string", enum: columnTypes },
  description: orNull(text),
  required: { type: "boolean" },
  unique: { type: "boolean" },
  default: orNull(text),
  enum_values: orNull(list(text)),
  references: orNull(reference),
});

const table = strict({
  name: text,
  description: orNull(text),
  columns: list(column),
  unique_together: list(list(text)),
});

/** A statement about the answer itself, then the words for the person, then the patch. */
export const schemaAnswer = {
  name: "schema_proposal",
  schema: strict({
    status: { type: "string", enum: ["ok", "clarify", "reject"] },
    explanation: text,
    assumptions: list(text),
    questions: list(text),
    tables: list(table),
    renamed_tables: list(strict({ from: text, to: text })),
    renamed_columns: list(strict({ table: text, from: text, to: text })),
    dropped_tables: list(text),
    dropped_columns: list(strict({ table: text, column: text })),
  }),
} as const;
