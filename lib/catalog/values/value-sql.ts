import type { ReadSqlType } from "../sql-types.ts";
import type { Json } from "../types.ts";
import { exactDigits } from "./exact-json.ts";
import { canonicalInteger, canonicalNumber, canonicalNumeric } from "./value-number.ts";
import { accepted, refused, type ValueResult } from "./value-result.ts";
import { canonicalJson, canonicalText } from "./value-text.ts";
import { canonicalTimestamp } from "./value-time.ts";

/** Deeper lists than Postgres's arrays can be. */
const dimensionsMax = 6;

/**
 * A value for a column of one of Postgres's further types: of the right kind, and as long as it may be. What a text
 * means is for Postgres to say, which reads it when it is stored.
 */
export function canonicalSqlValue(read: ReadSqlType, value: unknown): ValueResult {
  if (read.isArray && typeof value !== "string")
    return Array.isArray(value) && read.base.nearest === "jsonb"
      ? canonicalJson(value)
      : canonicalList(value);
  const [length = 0] = read.modifiers;
  switch (read.isArray ? "" : read.base.internal) {
    case "int2":
      return canonicalSmallint(value);
    case "float4":
      return canonicalNumber(value);
    case "numeric":
      return canonicalNumeric(value);
    case "json":
      return canonicalJson(value);
    case "varchar":
    case "bpchar":
      return limitedText(value, length);
    case "timestamptz":
      return canonicalTimestamp(value);
    default:
      return canonicalText(scalarText(value) ?? value);
  }
}

function canonicalSmallint(value: unknown): ValueResult {
  const result = canonicalInteger(value);
  if (!result.ok || Math.abs(Number(result.value) + 0.5) < 32_768) return result;
  return refused("must be between -32768 and 32767");
}

/** As in Postgres, blanks past the length do not count. */
function limitedText(value: unknown, length: number): ValueResult {
  const result = canonicalText(scalarText(value) ?? value);
  if (!result.ok || length === 0 || typeof result.value !== "string") return result;
  const characters = [...result.value];
  if (characters.length <= length || characters.slice(length).every((character) => character === " "))
    return result;
  return refused(`may have at most ${length} ${length === 1 ? "character" : "characters"}`);
}

function canonicalList(value: unknown, depth = 1): ValueResult {
  if (!Array.isArray(value) || depth > dimensionsMax) return refused("must be a list, like [1, 2]");
  const items: Json[] = [];
  for (const item of value) {
    const result: ValueResult = Array.isArray(item)
      ? canonicalList(item, depth + 1)
      : item === null
        ? accepted(null)
        : canonicalText(scalarText(item) ?? item);
    if (!result.ok) return result;
    items.push(result.value);
  }
  return accepted(items);
}

/** A number or a truth value as Postgres reads it. */
function scalarText(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return exactDigits(value);
}
