import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { TableInfo } from "#components/api/types.ts";
import { referenceColumns } from "#lib/catalog/column-facts.ts";

interface TableRowsProps {
  readonly projectId: string;
  readonly tables: readonly (Omit<TableInfo, "is_auth" | "position"> & { readonly records?: number })[];
}

/** The tables, one a line, each with what it holds and where it points. */
export function TableRows({ projectId, tables }: TableRowsProps) {
  return (
    <ul className="divide-y overflow-hidden rounded-xl border bg-raised shadow-card">
      {tables.map(({ id, table_name, schema, records }) => (
        <li
          key={id}
          className="relative flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3 hover:bg-sunken md:px-5"
        >
          <div className="min-w-0 flex-1 basis-56">
            <Link
              href={`/projects/${projectId}/database/tables/${encodeURIComponent(table_name)}`}
              className="font-medium font-mono text-[0.8125rem] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-link focus-visible:after:outline-offset-[-2px]"
            >
              {table_name}
            </Link>
            {schema.description ? (
              <p className="truncate text-[0.8125rem] text-soft">{schema.description}</p>
            ) : null}
          </div>
          <div className="flex min-w-0 flex-wrap items-center gap-x-6 gap-y-1">
            <Targets
              names={[...new Set(referenceColumns(schema).map((column) => column.references?.table ?? ""))]}
            />
            <p className="shrink-0 text-faint text-xs tabular-nums">
              {records === undefined ? `${schema.columns.length} columns` : rowsWords(records)}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function rowsWords(records: number): string {
  return `${records.toLocaleString("en")} ${records === 1 ? "row" : "rows"}`;
}

function Targets({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-1.5">
      <span className="sr-only">Points to </span>
      {names.map((name) => (
        <span
          key={name}
          className="inline-flex items-center gap-1 rounded-full bg-tint px-2 py-0.5 font-mono text-2xs text-link"
        >
          <ArrowRight aria-hidden="true" className="size-3" />
          {name}
        </span>
      ))}
    </p>
  );
}
