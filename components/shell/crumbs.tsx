"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { currentItem, navigationOf } from "./navigation.ts";
import { useProject } from "./project-context.tsx";

/** Projects / this project / this page. Small screens show the project alone: the bar below says the page. */
export function Crumbs() {
  const project = useProject();
  const pathname = usePathname();
  const items = navigationOf(project.id);
  const page = currentItem(items, pathname);
  const home = items[0]?.href ?? "/projects";
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex min-w-0 items-center gap-2 text-[0.8125rem]">
        <li className="hidden shrink-0 text-soft md:block">
          <Link href="/projects" className="rounded hover:text-ink">
            Projects
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
            <li className="hidden shrink-0 text-soft md:block">{page.label}</li>
          </>
        ) : null}
      </ol>
    </nav>
  );
}

function Slash() {
  return (
    <li aria-hidden="true" className="hidden text-faint md:block">
      /
    </li>
  );
}
