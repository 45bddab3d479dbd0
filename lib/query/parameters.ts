import type { Json } from "../catalog/types.ts";

/**
 * A JSON value as the text that Postgres reads for a `$n` of whatever type: a list of plain values is an array literal
 * (`= any($1)`), an object or a list that holds one is JSON.
 */
export function parameterText(value: Json): string | null {
  if (value === null) return null;
  if (typeof value !== "object") return String(value);
  return isList(value) && value.every(isElement) ? arrayLiteral(value) : JSON.stringify(value);
}

function arrayLiteral(values: readonly Json[]): string {
  return `{${values.map(arrayElement).join(",")}}`;
}

/** @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayElement(value: Json): string {
  if (value === null) return "NULL";
  if (isList(value)) return arrayLiteral(value);
  return `"${String(value).replaceAll(/["\\]/g, "\\$&")}"`;
}

function isElement(value: Json): boolean {
  return value === null || typeof value !== "object" || (isList(value) && value.every(isElement));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
