"use client";

import { useEffect, useState } from "react";
import { queryRecords } from "#components/api/queries.ts";
import type { Row, TableInfo } from "#components/api/types.ts";
import { referenceColumns } from "#lib/catalog/column-facts.ts";
import type { Column, Json, Table } from "#lib/catalog/types.ts";
import { labelColumns, rowLabel } from "./row-label.ts";

/** What rows that are pointed to are called. */
export interface ReferenceLabels {
  readonly labelOf: (column: Column, value: Json) => string | undefined;
  /** Another number when something has become known. */
  readonly version: number;
}

const askedMax = 500;

/**
 * What the rows that the shown rows point to are called. Names that are known stay: scrolling asks for the new ones alone,
 * one request for each relation column.
 */
export function useReferenceLabels(
  databaseId: string,
  table: Table,
  tables: readonly TableInfo[],
  rows: readonly Row[],
): ReferenceLabels {
  const [known] = useState(() => new Map<string, string>());
  const [asked] = useState(() => new Set<string>());
  const [version, setVersion] = useState(0);
  useEffect(() => {
    for (const column of referenceColumns(table)) {
      const target = tables.find(({ table_name }) => table_name === column.references?.table)?.schema;
      const values = [...new Set(rows.map((row) => row[column.name] ?? null))];
      const unknown = values
        .filter((value) => value !== null && !asked.has(keyOf(column, value)))
        .slice(0, askedMax);
      if (!target || unknown.length === 0 || labelColumns(target).length === 0) continue;
      for (const value of unknown) asked.add(keyOf(column, value));
      fetchLabels(databaseId, { column, target, values: unknown }).then(
        (labels) => {
          for (const [value, label] of labels) known.set(keyOf(column, value), label);
          setVersion((before) => before + 1);
        },
        // Refused, or not reached: the keys are shown, and the next window asks again.
        () => {
          for (const value of unknown) asked.delete(keyOf(column, value));
        },
      );
    }
  }, [databaseId, table, tables, rows, known, asked]);
  return {
    labelOf: (column, value) =>
      column.references === undefined ? undefined : known.get(keyOf(column, value)),
    version,
  };
}

function keyOf(column: Column, value: Json): string {
  return `${column.references?.table}\u0000${column.references?.column}\u0000${String(value)}`;
}

interface Lookup {
  readonly column: Column;
  readonly target: Table;
  readonly values: readonly Json[];
}

async function fetchLabels(
  databaseId: string,
  { column, target, values }: Lookup,
): Promise<ReadonlyMap<string, string>> {
  const key = column.references?.column ?? "id";
  const { records } = await queryRecords(databaseId, {
    tableName: target.name,
    select: [...new Set([key, ...labelColumns(target)])],
    filters: { column: key, op: "in", value: values },
    limit: values.length,
  });
  return new Map(
    records.flatMap((row) => {
      const label = rowLabel(target, row);
      return label === null ? [] : [[String(row[key]), label] as const];
    }),
  );
}
