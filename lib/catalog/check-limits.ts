import { indexedColumns, indexKind, uniqueKeys } from "./column-facts.ts";
import { catalogLimits, type IndexKind, indexedColumnsPerTable } from "./limits.ts";
import { problem, type SchemaProblem } from "./schema-problem.ts";
import type { Table } from "./types.ts";

/** Where a table has more columns, indexes, keys or references than it can hold. */
export function limitProblems(table: Table): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const { columnsPerTable, uniqueKeysPerTable, referencesPerTable } = catalogLimits;
  if (table.columns.length > columnsPerTable) {
    const message = `"${table.name}" has ${table.columns.length} columns; a table may have at most ${columnsPerTable}. Split it into two tables that reference each other.`;
    problems.push(problem(["columns"], message));
  }
  const keys = uniqueKeys(table).length;
  if (keys > uniqueKeysPerTable) {
    const message = `"${table.name}" has ${keys} unique keys; a table may have at most ${uniqueKeysPerTable}. Make one of them not unique.`;
    problems.push(problem(["columns"], message, "RH204"));
  }
  const references = referenceCount(table);
  if (references > referencesPerTable) {
    const message = `"${table.name}" has ${references} references; a table may have at most ${referencesPerTable}. Move some of them into a table of their own.`;
    problems.push(problem(["columns"], message, "RH204"));
  }
  return [...problems, ...indexProblems(table)];
}

function referenceCount(table: Table): number {
  const several = (table.constraints ?? []).filter(({ kind }) => kind === "foreign_key").length;
  return several + table.columns.filter((column) => column.references !== undefined).length;
}

const kindWords: Readonly<Record<IndexKind, string>> = {
  text: "text",
  integer: "whole-number or boolean",
  number: "decimal-number",
  time: "date or time",
};

/** Each column past the last free slot of its kind. */
function indexProblems(table: Table): readonly SchemaProblem[] {
  const used = new Map<IndexKind, number>();
  return indexedColumns(table).flatMap((column) => {
    const kind = indexKind(column);
    if (kind === null) return [];
    const count = (used.get(kind) ?? 0) + 1;
    used.set(kind, count);
    const countMax = indexedColumnsPerTable[kind];
    if (count <= countMax) return [];
    const message = `"${column.name}" cannot be indexed: "${table.name}" may have at most ${countMax} indexed ${kindWords[kind]} columns. Take the index off another one first.`;
    return [problem(["columns", table.columns.indexOf(column), "indexed"], message, "RH204")];
  });
}
