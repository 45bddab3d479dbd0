"use client";

import { useState } from "react";
import { useRecords } from "#components/api/queries.ts";
import type { RecordQuery, Row } from "#components/api/types.ts";
import type { Table } from "#lib/catalog/types.ts";
import { toApiFilters } from "./filters.ts";
import { type Total, totalOf } from "./pager.tsx";
import type { GridView } from "./view-state.ts";

export interface Rows {
  readonly records: readonly Row[];
  readonly total: Total;
  readonly isPending: boolean;
  /** What is shown belongs to the question before. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly countExactly: () => void;
  readonly retry: () => void;
}

/** One page of a table's rows as the view asks for them. Counts are estimated until somebody wants them exact. */
export function useRows(databaseId: string, table: Table, view: GridView): Rows {
  const [exactFor, setExactFor] = useState<string | null>(null);
  const question = JSON.stringify([view.filters, view.search]);
  const isExact = exactFor === question;
  const answer = useRecords(databaseId, toQuery(table, view, isExact));
  const records = answer.data?.records ?? noRows;
  return {
    records,
    total: totalOf(view, records.length, answer.data?.count, isExact && !answer.isPlaceholderData),
    isPending: answer.isPending,
    isStale: answer.isPlaceholderData,
    error: answer.error,
    countExactly: () => setExactFor(question),
    retry: () => void answer.refetch(),
  };
}

const noRows: readonly Row[] = [];

function toQuery(table: Table, view: GridView, isExact: boolean): RecordQuery {
  const names = new Set(table.columns.map((column) => column.name));
  // Empty values last, whichever way: whoever sorts by a column looks for what is in it.
  const sort = view.sort
    .filter((entry) => names.has(entry.column))
    .map((entry) => ({ ...entry, nulls: "last" as const }));
  const filters = toApiFilters(view.filters, table.columns);
  return {
    tableName: table.name,
    limit: view.size,
    offset: (view.page - 1) * view.size,
    count: isExact ? "exact" : "estimated",
    ...(sort.length > 0 ? { sort } : {}),
    ...(filters.and.length > 0 ? { filters } : {}),
    ...(view.search.trim() === "" ? {} : { search: view.search.trim() }),
  };
}
