"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useProject } from "#components/shell/project-context.tsx";
import { TransferMenu, type TransferQuery } from "#components/transfer/transfer-menu.tsx";
import { cn } from "#components/ui/cn.ts";

interface TableHeaderProps {
  readonly name: string;
  readonly description?: string | undefined;
  /** Which of the two pages of a table this is; absent while the table is still unknown. */
  readonly current?: "rows" | "structure";
  readonly actions?: ReactNode;
  /** Which of its rows are shown: what an export has. Absent: all. */
  readonly query?: TransferQuery;
}

/** The head of a table's pages: its name, its two views, what can be done. */
export function TableHeader({ name, description, current, actions, query }: TableHeaderProps) {
  const { id } = useProject();
  const base = `/projects/${id}/database/tables/${encodeURIComponent(name)}`;
  const views = [
    { key: "rows", label: "Rows", href: base },
    { key: "structure", label: "Structure", href: `${base}/structure` },
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b px-4 pt-4 md:px-6">
      <div className="min-w-0 flex-1 pb-3">
        <h1 className="truncate font-mono font-semibold text-lg tracking-normal">{name}</h1>
        {description ? <p className="truncate text-[0.8125rem] text-soft">{description}</p> : null}
      </div>
      <div className="flex shrink-0 gap-2 pb-3">
        {current === undefined ? null : <TransferMenu tableName={name} {...(query ? { query } : {})} />}
        {actions}
      </div>
      <nav aria-label={`Views of ${name}`} className="flex w-full gap-5">
        {views.map((view) => (
          <Link
            key={view.key}
            href={view.href}
            aria-current={view.key === current ? "page" : undefined}
            className={cn(
              "-mb-px border-b-2 pb-2 text-[0.8125rem]",
              view.key === current
                ? "border-accent font-medium text-ink"
                : "border-transparent text-soft hover:text-ink",
            )}
          >
            {view.label}
          </Link>
        ))}
      </nav>
    </div>
  );
}
