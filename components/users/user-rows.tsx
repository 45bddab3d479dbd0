"use client";

import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useRecords } from "#components/api/queries.ts";
import type { RecordQuery, Row, TableInfo } from "#components/api/types.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { recordKey } from "#components/grid/record-key.ts";
import { SearchBox } from "#components/grid/search-box.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

interface UserRowsProps {
  readonly databaseId: string;
  readonly table: TableInfo;
  readonly tableHref: string;
}

const step = 50;

export function UserRows({ databaseId, table, tableHref }: UserRowsProps) {
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(step);
  const hasTime = table.schema.columns.some((column) => column.name === "created_at");
  const query: RecordQuery = {
    tableName: table.table_name,
    limit,
    ...(hasTime ? { sort: [{ column: "created_at", dir: "desc" }] } : {}),
    ...(search.trim() ? { search: search.trim() } : {}),
  };
  const users = useRecords(databaseId, query);
  if (users.isPending) return <Skeleton className="h-40 rounded-xl" />;
  if (users.error) {
    return (
      <Notice tone="danger" title={explain(users.error).title}>
        {explain(users.error).description}
      </Notice>
    );
  }
  const records = users.data?.records ?? [];
  return (
    <div className="grid grid-cols-1 gap-3">
      {records.length > 0 || search ? (
        <SearchBox label="Search users" value={search} onChange={setSearch} />
      ) : null}
      {records.length === 0 ? (
        <EmptyState
          title={search ? "Nobody matches" : "No users yet"}
          className="rounded-xl border border-dashed"
        >
          {search
            ? "Try a part of the name or of the e-mail."
            : "They appear here when they sign up in your app, or when you add them."}
        </EmptyState>
      ) : (
        <ul className="divide-y overflow-hidden rounded-xl border bg-raised shadow-card">
          {records.map((row) => (
            <UserLine
              key={recordKey(table.schema, row)}
              row={row}
              href={`${tableHref}?row=${recordKey(table.schema, row)}`}
            />
          ))}
        </ul>
      )}
      {records.length === limit ? (
        <Button className="justify-self-center" onClick={() => setLimit(limit + step)}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

function UserLine({ row, href }: { readonly row: Row; readonly href: string }) {
  const email = row.email == null ? null : String(row.email);
  const name = row.full_name == null ? null : String(row.full_name);
  return (
    <li className="relative flex items-center gap-4 px-4 py-3 hover:bg-sunken md:px-5">
      <span
        aria-hidden="true"
        className="grid size-8 shrink-0 place-items-center rounded-full bg-tint font-semibold text-link text-xs uppercase"
      >
        {(name ?? email ?? "?").slice(0, 1)}
      </span>
      <div className="min-w-0 flex-1">
        <Link href={href} className="block truncate font-medium after:absolute after:inset-0">
          {name ?? email ?? "Without a name"}
        </Link>
        {name && email ? <p className="truncate text-[0.8125rem] text-soft">{email}</p> : null}
      </div>
      {typeof row.created_at === "string" ? (
        <p className="hidden shrink-0 text-faint text-xs tabular-nums sm:block">
          {formatMoment(row.created_at)}
        </p>
      ) : null}
    </li>
  );
}
