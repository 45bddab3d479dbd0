"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { keyWords, shortcuts, shortcutTo } from "#components/shortcuts/shortcuts.ts";
import { useIsMac } from "#components/shortcuts/use-shortcuts.ts";
import { cn } from "#components/ui/cn.ts";
import { currentItem, type NavigationItem, navigationOf } from "./navigation.ts";
import { useProject } from "./project-context.tsx";
import { TableLinks } from "./table-links.tsx";

/** The left rail of a project: its pages, and under "Tables" the tables themselves. */
export function Rail() {
  const project = useProject();
  const pathname = usePathname();
  const items = navigationOf(project.id);
  const current = currentItem(items, pathname);
  return (
    <nav
      aria-label={`Project ${project.name}`}
      className="sticky top-(--topbar) hidden h-[calc(100dvh-var(--topbar))] flex-col gap-0.5 overflow-y-auto p-3 pt-1 md:flex"
    >
      {items.map((item) => (
        <div key={item.href}>
          <RailLink item={item} isCurrent={item === current} isExact={pathname === item.href} />
          {item.label === "Tables" && item === current ? <TableLinks /> : null}
        </div>
      ))}
    </nav>
  );
}

interface RailLinkProps {
  readonly item: NavigationItem;
  readonly isCurrent: boolean;
  readonly isExact: boolean;
}

function RailLink({ item, isCurrent, isExact }: RailLinkProps) {
  const Icon = item.icon;
  const shortcut = shortcutTo(item.href);
  const isMac = useIsMac();
  return (
    <Link
      href={item.href}
      aria-current={isExact ? "page" : isCurrent ? "true" : undefined}
      title={shortcut === null ? undefined : `${item.label} (${keyWords(shortcuts[shortcut].keys, isMac)})`}
      className={cn(
        "flex h-9 items-center gap-3 rounded-md px-2.5 text-soft transition-colors hover:bg-wash hover:text-ink focus-visible:outline-offset-0",
        isCurrent && "bg-wash font-medium text-ink",
      )}
    >
      <Icon aria-hidden="true" className={cn("size-4 shrink-0", isCurrent ? "text-link" : "text-faint")} />
      {item.label}
    </Link>
  );
}
