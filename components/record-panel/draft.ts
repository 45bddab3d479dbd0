import type { Row } from "#components/api/types.ts";
import { isIdentity, isReadOnly } from "#lib/catalog/column-facts.ts";
import type { Column, Json, Table } from "#lib/catalog/types.ts";
import { parseExactJson } from "#lib/catalog/values/exact-json.ts";

/** The values of a form as its inputs hold them: text, yes or no, tags; null for empty. JSON is text until it is sent. */
export type DraftValue = string | boolean | readonly string[] | null;
export type Draft = { readonly [column: string]: DraftValue };

/** The columns that a person fills in: those that the server fills in are left to it. */
export function editableColumns(table: Table): readonly Column[] {
  return table.columns.filter((column) => !isFilledByServer(table, column));
}

function isFilledByServer(table: Table, column: Column): boolean {
  if (column.type === "timestamptz" && /^(created|updated)_at$/.test(column.name)) return true;
  if (isReadOnly(column) || isIdentity(table, column)) return true;
  return column.primary_key === true && column.default === "gen_random_uuid()";
}

/** An empty form; a default that is a value, not a function, is filled in where it can be seen. */
export function blankDraft(table: Table): Draft {
  return Object.fromEntries(editableColumns(table).map((column) => [column.name, defaultValue(column)]));
}

export function draftOf(table: Table, row: Row): Draft {
  return Object.fromEntries(
    editableColumns(table).map((column) => [column.name, toDraftValue(column, row[column.name] ?? null)]),
  );
}

/** Whether the default is worked out by the server when the row is saved. */
export function isComputedDefault(column: Column): boolean {
  if (column.default_expression !== undefined) return true;
  return typeof column.default === "string" && /^(now|gen_random_uuid|auth\.uid)\(\)$/.test(column.default);
}

function defaultValue(column: Column): DraftValue {
  const value = column.default;
  if (value === undefined || value === null || isComputedDefault(column)) return null;
  if (column.type === "boolean") return value === true || value === "true";
  if (column.type === "text[]") return typeof value === "string" ? null : toDraftValue(column, value);
  return typeof value === "string" ? value : toDraftValue(column, value);
}

function toDraftValue(column: Column, value: Json): DraftValue {
  if (value === null) return null;
  if (column.type === "jsonb") return JSON.stringify(value, null, 2);
  if (column.type === "timestamptz") return String(value);
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export type DataResult =
  | { readonly ok: true; readonly data: { readonly [column: string]: Json } }
  | { readonly ok: false; readonly fields: { readonly [column: string]: string } };

/**
 * What to send: the filled-in columns of a new row, the changed ones of an existing one.
 *
 * @param before the form as it was opened.
 */
export function dataOf(table: Table, draft: Draft, before: Draft, mode: "insert" | "update"): DataResult {
  const data: [string, Json][] = [];
  const fields: Record<string, string> = {};
  for (const column of editableColumns(table)) {
    const value = draft[column.name] ?? null;
    const isSent = mode === "insert" ? value !== null : !isSame(value, before[column.name] ?? null);
    if (!isSent) continue;
    try {
      data.push([column.name, toJson(column, value)]);
    } catch {
      fields[column.name] = "This is not JSON yet. Look for a missing quote, comma or bracket.";
    }
  }
  if (Object.keys(fields).length > 0) return { ok: false, fields };
  return { ok: true, data: Object.fromEntries(data) };
}

export function isSameDraft(a: Draft, b: Draft): boolean {
  return Object.keys({ ...a, ...b }).every((name) => isSame(a[name] ?? null, b[name] ?? null));
}

function isSame(a: DraftValue, b: DraftValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function toJson(column: Column, value: DraftValue): Json {
  if (column.type === "jsonb" && typeof value === "string") return parseExactJson(value) as Json;
  return value;
}
