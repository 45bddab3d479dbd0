"use client";

import { useQueries } from "@tanstack/react-query";
import { queryRecords } from "#components/api/queries.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { RecordQuery, Row, TableInfo } from "#components/api/types.ts";
import { referenceColumns } from "#lib/catalog/column-facts.ts";
import type { Column, Table } from "#lib/catalog/types.ts";
import { labelColumns, rowLabel } from "./row-label.ts";

/** Column name → the text of a reference → what its row is called. */
export type ReferenceLabels = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the rows that a page of rows points to are called: one request for each relation column. */
export function useReferenceLabels(
  databaseId: string,
  table: Table,
  tables: readonly TableInfo[],
  rows: readonly Row[],
): ReferenceLabels {
  const lookups = referenceColumns(table).flatMap((column) => lookup(column, tables, rows));
  return useQueries({
    queries: lookups.map(({ query }) => ({
      queryKey: queryKeys.records(databaseId, query),
      queryFn: ({ signal }: { signal: AbortSignal }) => queryRecords(databaseId, query, signal),
      staleTime: 60_000,
    })),
    combine: (answers) => {
      const labels = lookups.map(({ column, key, target }, index) => {
        const named = (answers[index]?.data?.records ?? []).flatMap((row) => {
          const label = rowLabel(target, row);
          return label === null ? [] : [[String(row[key]), label] as const];
        });
        return [column, new Map(named)] as const;
      });
      return new Map(labels);
    },
  });
}

interface Lookup {
  readonly column: string;
  readonly key: string;
  readonly target: Table;
  readonly query: RecordQuery;
}

function lookup(column: Column, tables: readonly TableInfo[], rows: readonly Row[]): readonly Lookup[] {
  const target = tables.find((table) => table.table_name === column.references?.table)?.schema;
  const key = column.references?.column;
  const labels = target ? labelColumns(target) : [];
  const values = [...new Set(rows.map((row) => row[column.name]).filter((value) => value != null))];
  if (!target || !key || labels.length === 0 || values.length === 0) return [];
  const query: RecordQuery = {
    tableName: target.name,
    select: [...new Set([key, ...labels])],
    filters: { and: [{ column: key, op: "in", value: values }] },
    limit: values.length,
  };
  return [{ column: column.name, key, target, query }];
}
