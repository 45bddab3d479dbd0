"use client";

import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { useRecords } from "#components/api/queries.ts";
import type { Row, TableInfo } from "#components/api/types.ts";
import { recordKey } from "#components/grid/record-key.ts";
import { labelColumns, rowLabel } from "#components/grid/row-label.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { Column, Table } from "#lib/catalog/types.ts";

interface LinkedRowsProps {
  readonly databaseId: string;
  readonly table: Table;
  readonly tables: readonly TableInfo[];
  readonly row: Row;
}

/** The rows of other tables that refer to this one: how many, the first of them, and the way to all. */
export function LinkedRows({ databaseId, table, tables, row }: LinkedRowsProps) {
  const links = tables.flatMap(({ schema }) =>
    schema.columns
      .filter(({ references }) => references?.table === table.name && row[references.column] != null)
      .map((column) => ({ source: schema, column })),
  );
  if (links.length === 0) return null;
  return (
    <section aria-label="Rows that refer to this one" className="grid gap-4 border-t pt-4">
      <h3 className="font-medium text-[0.8125rem]">Linked rows</h3>
      {links.map(({ source, column }) => (
        <LinkedTable
          key={`${source.name}.${column.name}`}
          databaseId={databaseId}
          source={source}
          column={column}
          value={String(row[column.references?.column ?? "id"])}
        />
      ))}
    </section>
  );
}

interface LinkedTableProps {
  readonly databaseId: string;
  readonly source: Table;
  readonly column: Column;
  readonly value: string;
}

const shownMax = 5;

function LinkedTable({ databaseId, source, column, value }: LinkedTableProps) {
  const { id } = useProject();
  const labels = labelColumns(source);
  const found = useRecords(databaseId, {
    tableName: source.name,
    select: [...new Set([...primaryKey(source), ...labels])],
    filters: { column: column.name, op: "eq", value },
    limit: shownMax,
    count: "estimated",
  });
  const base = `/projects/${id}/database/tables/${encodeURIComponent(source.name)}`;
  const filter = `f=${encodeURIComponent(`${encodeURIComponent(column.name)}:eq:${value}`)}`;
  const count = found.data?.count ?? 0;
  return (
    <div>
      <p className="mb-1 flex items-baseline gap-2 text-[0.8125rem]">
        <span className="font-mono text-xs">{source.name}</span>
        <span className="text-faint text-xs">by {column.name}</span>
        <span className="ml-auto text-faint text-xs tabular-nums">
          {found.data ? count.toLocaleString("en") : ""}
        </span>
      </p>
      {found.data?.records.length === 0 ? <p className="text-faint text-xs">No rows.</p> : null}
      <ul className="divide-y overflow-hidden rounded-md border empty:hidden">
        {found.data?.records.map((linked, place) => {
          const key = recordKey(source, linked);
          const label = rowLabel(source, linked) ?? key ?? "Row";
          return (
            <li key={key ?? place} className="text-[0.8125rem]">
              {key === null ? (
                <span className="block truncate px-2.5 py-1.5">{label}</span>
              ) : (
                <Link
                  href={`${base}?${filter}&row=${encodeURIComponent(key)}`}
                  className="flex items-center gap-2 px-2.5 py-1.5 hover:bg-sunken focus-visible:-outline-offset-2"
                >
                  <span className="min-w-0 flex-1 truncate">{label}</span>
                  <ArrowUpRight aria-hidden="true" className="size-3.5 text-faint" />
                </Link>
              )}
            </li>
          );
        })}
      </ul>
      {count > shownMax ? (
        <Link href={`${base}?${filter}`} className="mt-1 inline-block text-link text-xs hover:underline">
          Show all {count.toLocaleString("en")}
        </Link>
      ) : null}
    </div>
  );
}
