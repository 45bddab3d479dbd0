"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { currentItem, navigationOf } from "./navigation.ts";
import { useProject } from "./project-context.tsx";

/** Organization / this project / this page / its table. Small screens show the project alone: the bar below says the page. */
export function Crumbs() {
  const project = useProject();
  const pathname = usePathname();
  const items = navigationOf(project.id);
  const page = currentItem(items, pathname);
  const table = tableOf(pathname);
  const home = items[0]?.href ?? "/projects";
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex min-w-0 items-center gap-2 text-[0.8125rem]">
        <li className="hidden min-w-0 max-w-48 shrink truncate text-soft md:block">
          <Link href={`/projects?organization=${project.organization.id}`} className="rounded hover:text-ink">
            {project.organization.name}
          </Link>
        </li>
        <Slash />
        <li className="min-w-0 truncate font-medium">
          <Link href={home} className="rounded">
            {project.name}
          </Link>
        </li>
        {page && page.href !== home ? (
          <>
            <Slash />
            <li className="hidden shrink-0 text-soft md:block">
              {table === undefined ? (
                page.label
              ) : (
                <Link href={page.href} className="rounded hover:text-ink">
                  {page.label}
                </Link>
              )}
            </li>
          </>
        ) : null}
        {table === undefined ? null : (
          <>
            <Slash />
            <li className="hidden min-w-0 truncate font-mono text-soft text-xs md:block">{table}</li>
          </>
        )}
      </ol>
    </nav>
  );
}

/** The table that a path is about. */
function tableOf(pathname: string): string | undefined {
  const name = /\/database\/tables\/([^/]+)/.exec(pathname)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

function Slash() {
  return (
    <li aria-hidden="true" className="hidden text-faint md:block">
      /
    </li>
  );
}
