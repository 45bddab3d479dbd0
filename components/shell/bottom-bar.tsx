"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import { currentItem, navigationOf } from "./navigation.ts";
import { useProject } from "./project-context.tsx";

const cell =
  "flex h-full flex-1 flex-col items-center justify-center gap-1 text-2xs focus-visible:outline-offset-[-2px]";

/** The project's pages on small screens, under the thumb. */
export function BottomBar() {
  const project = useProject();
  const pathname = usePathname();
  const items = navigationOf(project.id);
  const current = currentItem(items, pathname);
  const rare = items.filter((item) => !item.isFrequent);
  return (
    <nav
      aria-label={`Project ${project.name}`}
      className="fixed inset-x-0 bottom-0 z-30 flex h-(--bottombar) border-t bg-frame pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items
        .filter((item) => item.isFrequent)
        .map((item) => (
          <Link
            key={item.href}
            href={item.href}
            aria-current={item === current ? "page" : undefined}
            className={cn(cell, item === current ? "font-medium text-link" : "text-soft")}
          >
            <item.icon aria-hidden="true" className="size-5" />
            {item.label}
          </Link>
        ))}
      <Menu>
        <MenuTrigger
          className={cn(cell, rare.some((item) => item === current) ? "font-medium text-link" : "text-soft")}
        >
          <Ellipsis aria-hidden="true" className="size-5" />
          More
        </MenuTrigger>
        <MenuContent align="end" side="top">
          {rare.map((item) => (
            <MenuItem key={item.href} asChild>
              <Link href={item.href}>
                <item.icon aria-hidden="true" />
                {item.label}
              </Link>
            </MenuItem>
          ))}
        </MenuContent>
      </Menu>
    </nav>
  );
}
