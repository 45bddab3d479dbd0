"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "./cn.ts";

export interface TabLink {
  readonly label: string;
  readonly href: string;
}

/** The pages of one subject, as tabs that are links. */
export function TabLinks({ label, tabs }: { readonly label: string; readonly tabs: readonly TabLink[] }) {
  const pathname = usePathname();
  const current = useRef<HTMLAnchorElement>(null);
  // Where not all of them fit side by side. Only sideways: the page itself stays where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which one is current follows from the path.
  useEffect(() => {
    const [link, list] = [current.current, current.current?.parentElement];
    if (!link || !list) return;
    const over = link.getBoundingClientRect().right - list.getBoundingClientRect().right;
    if (over > 0) list.scrollLeft += over;
  }, [pathname]);
  return (
    <nav aria-label={label} className="mb-6 flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          ref={pathname === tab.href ? current : undefined}
          aria-current={pathname === tab.href ? "page" : undefined}
          className={cn(
            "-mb-px whitespace-nowrap border-transparent border-b-2 px-2 py-2 sm:px-3 text-soft hover:text-ink focus-visible:outline-offset-[-2px]",
            pathname === tab.href && "border-accent font-medium text-ink",
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
