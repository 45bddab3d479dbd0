import { indexedColumns, indexKind, uniqueKeys } from "../column-facts.ts";
import type { Column, Table } from "../types.ts";
import { catalogLimits, indexLimits } from "./limits.ts";
import { problem, type SchemaProblem } from "./schema-problem.ts";

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
  return [...problems, ...indexProblems(table), ...compositeProblems(table)];
}

function referenceCount(table: Table): number {
  const several = (table.constraints ?? []).filter(({ kind }) => kind === "foreign_key").length;
  return several + table.columns.filter((column) => column.references !== undefined).length;
}

/** Each column past the last free slot of its kind. */
function indexProblems(table: Table): readonly SchemaProblem[] {
  const columns = indexedColumns(table);
  const tooMany = indexLimits.flatMap(({ max, words, types }) => {
    const kinds: readonly string[] = types;
    return columns
      .filter((column) => kinds.includes(slotKind(column)))
      .slice(max)
      .map((column) => ({ column, max, words }));
  });
  return tooMany
    .filter(({ column }, index) => tooMany.findIndex((other) => other.column === column) === index)
    .map(({ column, max, words }) => {
      const message = `"${column.name}" cannot be indexed: "${table.name}" may have at most ${max} indexed ${words} columns. Take the index off another one first.`;
      return problem(["columns", table.columns.indexOf(column), "indexed"], message, "RH204");
    });
}

/** Which slots the column can take: whole numbers of four bytes, decimals and dates have some of their own. */
function slotKind(column: Column): string {
  switch (indexKind(column)) {
    case "integer":
      return column.type === "integer" ? "integer" : "bigint";
    case "number":
      return column.type === "numeric" ? "numeric" : "number";
    case "time":
      return column.type === "date" ? "date" : "time";
    case "text":
      return "text";
    case null:
      return "";
  }
}

function compositeProblems(table: Table): readonly SchemaProblem[] {
  const constraints = table.constraints ?? [];
  const several = constraints.filter(
    ({ kind, columns = [], method }) => kind === "index" && method === undefined && columns.length > 1,
  );
  const searches = constraints.filter(({ kind, method }) => kind === "index" && method === "search");
  const { compositeIndexesPerTable, searchIndexesPerTable } = catalogLimits;
  return [
    ...several.slice(compositeIndexesPerTable).map((extra) => {
      const message = `"${table.name}" may have at most ${compositeIndexesPerTable} indexes over several columns. Drop another one first, or index single columns.`;
      return problem(["constraints", constraints.indexOf(extra)], message, "RH204");
    }),
    ...searches.slice(searchIndexesPerTable).map((extra) => {
      const message = `"${table.name}" has a search index already. Name all columns that are searched in that one.`;
      return problem(["constraints", constraints.indexOf(extra)], message, "RH204");
    }),
  ];
}
