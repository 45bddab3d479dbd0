import type { Filter, RecordQuery } from "#components/api/types.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Json, Table } from "#lib/catalog/types.ts";
import { toApiFilter } from "./filters.ts";

/** What a view asks of a table, before it is cut into pages. */
export type RowQuestion = Pick<RecordQuery, "tableName" | "filters" | "sort" | "search">;

export function questionOf(table: Table, view: GridDefinition): RowQuestion {
  const names = new Set(table.columns.map((column) => column.name));
  // Empty values last, whichever way: whoever sorts by a column looks for what is in it.
  const sort = view.sort
    .filter((entry) => names.has(entry.column))
    .map((entry) => ({ ...entry, nulls: "last" as const }));
  const filters = toApiFilter(view.filter, table.columns);
  const search = view.search.trim();
  return {
    tableName: table.name,
    ...(sort.length > 0 ? { sort } : {}),
    ...(filters === null ? {} : { filters }),
    ...(search === "" ? {} : { search }),
  };
}

/** The same question of the rows that have one value in a column. */
export function groupFilter(question: RowQuestion, column: string, value: Json): RowQuestion {
  const test: Filter = value === null ? { column, op: "is", value: null } : { column, op: "eq", value };
  return { ...question, filters: question.filters ? { and: [question.filters, test] } : test };
}
