import Link from "next/link";
import type { ReactNode } from "react";
import { CommandCenter } from "#components/palette/command-center.tsx";
import { LogoMark } from "#components/ui/house.tsx";
import type { AccountProps } from "./account-menu.tsx";
import { AccountMenu } from "./account-menu.tsx";

/** The bar over every console page: the mark, where you are, who you are. */
export function TopBar({ user, children }: AccountProps & { readonly children?: ReactNode }) {
  return (
    <header className="sticky top-0 z-30 flex h-(--topbar) items-center gap-3 bg-frame px-4">
      <Link href="/projects" aria-label="Rowhouse: all projects" className="rounded-md p-1">
        <LogoMark className="h-6 w-7" />
      </Link>
      <div className="min-w-0 flex-1">{children}</div>
      <CommandCenter />
      <AccountMenu user={user} />
    </header>
  );
}
