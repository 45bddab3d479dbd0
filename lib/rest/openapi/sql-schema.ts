import type { Json } from "../../catalog/types.ts";

/** The JSON Schema of values of a type, as they come in JSON. */
export type JsonSchema = { readonly [keyword: string]: Json };

/** @param type as `format_type` prints it. */
export function sqlSchema(type: string): JsonSchema {
  if (type.endsWith("[]")) return { type: "array", items: sqlSchema(type.slice(0, -2)) };
  if (/^(?:smallint|integer|bigint)\b/.test(type)) return { type: "integer" };
  if (/^(?:real|double precision|numeric)\b/.test(type)) return { type: "number" };
  if (type === "boolean") return { type: "boolean" };
  if (type === "json" || type === "jsonb") return {};
  const length = /^character(?: varying)?\((\d+)\)$/.exec(type)?.[1];
  return { type: "string", ...(length === undefined ? {} : { maxLength: Number(length) }) };
}

/** A type without its lengths and precisions: `character(2)[]` as `character[]`, `timestamp(3) with time zone` as that. */
export function unmodified(type: string): string {
  return type.replace(/ ?\([\d,]+\)/, "");
}

/** A default as JSON writes values of the type: what is exact as a number is one. */
export function defaultOf(value: Json, { type }: JsonSchema): Json {
  if (type !== "number" || typeof value !== "string") return value;
  return String(Number(value)) === value && Number.isFinite(Number(value)) ? Number(value) : value;
}
