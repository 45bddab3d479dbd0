import type { Issue } from "#lib/errors/app-error.ts";
import { jsonPointer } from "../checks/json-pointer.ts";
import { catalogLimits } from "../checks/limits.ts";
import { perhapsMeant } from "../checks/nearest-name.ts";
import { columnLabel, isFilledByServer, isReadOnly, primaryKey } from "../column-facts.ts";
import type { Column, Json, Table } from "../types.ts";
import { withSanitizedTexts } from "./rich-text.ts";
import { canonicalValue } from "./value.ts";

export type RecordResult =
  | { readonly ok: true; readonly record: Record<string, Json> }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * The given columns of one row in the form in which they are stored. Defaults are not filled in: on insert a missing
 * column stays missing, and so does a required one that is null and has a default. All problems are reported,
 * at `/column`.
 */
export function validateRecord(table: Table, input: unknown, mode: "insert" | "update"): RecordResult {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return {
      ok: false,
      issues: [{ path: "", message: "A row must be an object with a value for each column." }],
    };
  }
  const given = new Map<string, unknown>(Object.entries(input).filter(([, value]) => value !== undefined));
  const issues: Issue[] = unknownColumns(table, given);
  const record: [string, Json][] = [];
  for (const column of table.columns) {
    const value = given.get(column.name) ?? null;
    if (isReadOnly(column) && given.has(column.name)) {
      if (value !== null || mode === "update")
        issues.push(columnIssue(column, "is computed and cannot be set"));
      continue;
    }
    if (value === null) {
      const problem = nullProblem(table, column, mode, given.has(column.name));
      if (problem === null) {
        if (given.has(column.name) && !isRequired(table, column)) record.push([column.name, null]);
      } else issues.push(columnIssue(column, problem));
      continue;
    }
    const result = canonicalValue(column, value);
    if (result.ok) record.push([column.name, result.value]);
    else issues.push(columnIssue(column, result.problem));
  }
  if (issues.length > 0) return { ok: false, issues };
  const [sanitized = {}] = withSanitizedTexts(table, [Object.fromEntries(record)]);
  return withinSize(sanitized);
}

function unknownColumns(table: Table, given: ReadonlyMap<string, unknown>): Issue[] {
  const known = new Set(table.columns.map((column) => column.name));
  return [...given.keys()]
    .filter((name) => !known.has(name))
    .slice(0, catalogLimits.issuesReported)
    .map((name) => ({
      path: jsonPointer(name),
      message: `"${table.name}" has no column "${name.slice(0, 80)}".${perhapsMeant(name, known)}`,
    }));
}

/** Why the column may not be empty here, or null when it may. */
function nullProblem(
  table: Table,
  column: Column,
  mode: "insert" | "update",
  isGiven: boolean,
): string | null {
  if (!isRequired(table, column)) return null;
  if (mode === "update") return isGiven ? "is required and cannot be emptied" : null;
  return isFilledByServer(table, column) ? null : "is required";
}

function isRequired(table: Table, column: Column): boolean {
  return column.required === true || primaryKey(table).includes(column.name);
}

function columnIssue(column: Column, problem: string): Issue {
  return { path: jsonPointer(column.name), message: `${columnLabel(column.name)} ${problem}.` };
}

function withinSize(record: Record<string, Json>): RecordResult {
  const bytes = new TextEncoder().encode(JSON.stringify(record)).length;
  if (bytes <= catalogLimits.recordBytes) return { ok: true, record };
  return {
    ok: false,
    issues: [{ path: "", message: "The row is too large: it may hold at most 1 MiB of data." }],
  };
}
