"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTables } from "#components/api/queries.ts";
import { cn } from "#components/ui/cn.ts";
import { useProject } from "./project-context.tsx";

export function TableLinks() {
  const project = useProject();
  const pathname = usePathname();
  const tables = useTables(project.databaseId);
  if (!tables.data || tables.data.length === 0) return null;
  return (
    <ul className="my-1 ml-[1.125rem] border-l pl-2">
      {tables.data.map((table) => {
        const href = `/projects/${project.id}/database/tables/${encodeURIComponent(table.table_name)}`;
        const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
        return (
          <li key={table.id}>
            <Link
              href={href}
              aria-current={isCurrent ? "page" : undefined}
              className={cn(
                "block truncate rounded px-2 py-1 font-mono text-soft text-xs hover:bg-wash hover:text-ink focus-visible:outline-offset-0",
                isCurrent && "bg-tint text-link",
              )}
            >
              {table.table_name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
