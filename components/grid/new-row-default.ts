import { isComputedDefault } from "#components/record-panel/draft.ts";
import type { Column, Json } from "#lib/catalog/types.ts";
import { canonicalValue } from "#lib/catalog/values/value.ts";

/** The default that can be seen before a row is stored; null where the server works it out. */
export function canonicalDefault(column: Column): Json {
  const value = column.default;
  if (value === undefined || value === null || isComputedDefault(column)) return null;
  const result = canonicalValue(column, value);
  return result.ok ? result.value : null;
}
