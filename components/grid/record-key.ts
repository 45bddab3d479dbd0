import type { Row } from "#components/api/types.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { Json, Table } from "#lib/catalog/types.ts";

/** The text under which the API knows a row: its key, or a JSON array of a key of several columns; null without a key. */
export function recordKey(table: Table, row: Row): string | null {
  const columns = primaryKey(table);
  const [only] = columns;
  if (only === undefined) return null;
  if (columns.length === 1) return keyText(row[only]);
  return JSON.stringify(columns.map((column) => row[column] ?? null));
}

/** The conditions that find the row of a key again. */
export function keyConditions(table: Table, key: string) {
  const columns = primaryKey(table);
  const values: readonly Json[] = columns.length === 1 ? [key] : parseList(key);
  return columns.map((column, index) => ({ column, op: "eq" as const, value: values[index] ?? null }));
}

function keyText(value: Json | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function parseList(text: string): readonly Json[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as readonly Json[]) : [];
  } catch {
    return [];
  }
}
