import type { Json } from "../catalog/types.ts";
import { isSameNumber } from "../catalog/values/exact-json.ts";
import { parseArray } from "./rows/array-text.ts";

/**
 * A value as JSON where JSON (as JavaScript reads it) can hold it exactly: whole numbers within 2^53, floating point,
 * booleans, `json`, `jsonb`, text, and arrays of these. All else stays Postgres's text: `numeric`, times, intervals.
 *
 * @param type the type's name as Postgres prints it.
 */
export function jsonValue(type: string, text: string | null): Json {
  if (text === null) return null;
  if (type.endsWith("[]")) return jsonArray(type.slice(0, -2), text);
  switch (type) {
    case "boolean":
      return text === "t";
    case "smallint":
    case "integer":
    case "bigint":
      return wholeNumber(text);
    case "real":
    case "double precision":
      return floatingPoint(text);
    case "json":
    case "jsonb":
      return parsedJson(text);
    default:
      return text;
  }
}

function wholeNumber(text: string): Json {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** JSON has no NaN, no infinity, and loses the sign of a negative zero. */
function floatingPoint(text: string): Json {
  const value = Number(text);
  return Number.isFinite(value) && !Object.is(value, -0) ? value : text;
}

function jsonArray(elementType: string, text: string): Json {
  const parsed = parseArray(text);
  return parsed === null || elementType === "box" ? text : mapElements(parsed, elementType);
}

function mapElements(value: Json, elementType: string): Json {
  if (Array.isArray(value)) return value.map((element) => mapElements(element, elementType));
  return jsonValue(elementType, value as string | null);
}

// Only a number with that many digits, or with an exponent, can differ from what JavaScript makes of it.
const mayBeInexact = /[\d.]{16}|\d[eE][+-]?\d/;

/** Documents can be deeper than an answer can be written as JSON: they stay text. */
const depthMax = 1_000;

/** Characters. To read a longer one and write it again would keep everybody waiting for a second: it stays text, too. */
const lengthMax = 2 * 1024 * 1024;

function isDeep(text: string): boolean {
  // Every level ends somewhere.
  if (text.length < 2 * depthMax || text.split("]").length + text.split("}").length < depthMax) return false;
  let depth = 0;
  for (const [mark] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (mark === "[" || mark === "{") depth++;
    else if (mark === "]" || mark === "}") depth--;
    if (depth > depthMax) return true;
  }
  return false;
}

function parsedJson(text: string): Json {
  if (text.length > lengthMax || isDeep(text)) return text;
  if (!mayBeInexact.test(text)) return JSON.parse(text) as Json;
  let isExact = true;
  const value: unknown = JSON.parse(text, (_key, part: unknown, context?: { source?: string }) => {
    if (typeof part === "number" && !isSameNumber(context?.source ?? "", part)) isExact = false;
    return part;
  });
  return isExact ? (value as Json) : text;
}
