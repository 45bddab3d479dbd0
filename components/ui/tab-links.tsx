"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "./cn.ts";

export interface TabLink {
  readonly label: string;
  readonly href: string;
}

/** The pages of one subject, as tabs that are links. */
export function TabLinks({ label, tabs }: { readonly label: string; readonly tabs: readonly TabLink[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="mb-6 flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={pathname === tab.href ? "page" : undefined}
          className={cn(
            "-mb-px whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-soft hover:text-ink focus-visible:outline-offset-[-2px]",
            pathname === tab.href && "border-accent font-medium text-ink",
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
