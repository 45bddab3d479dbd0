import type { Json } from "../../catalog/types.ts";

/** The JSON Schema of values of a type, as they come in JSON. */
export type JsonSchema = { readonly [keyword: string]: Json };

/** @param type as `format_type` prints it. */
export function sqlSchema(type: string): JsonSchema {
  if (type.endsWith("[]")) return { type: "array", items: sqlSchema(type.slice(0, -2)) };
  if (/^(?:smallint|integer|bigint)\b/.test(type)) return { type: "integer" };
  if (/^(?:real|double precision|numeric)\b/.test(type)) return { type: "number" };
  if (type === "boolean") return { type: "boolean" };
  return type === "json" || type === "jsonb" ? {} : { type: "string" };
}
