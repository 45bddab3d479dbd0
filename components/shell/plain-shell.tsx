import type { ReactNode } from "react";
import type { User } from "#components/api/types.ts";
import { OrganizationSwitcher } from "#components/organization/organization-switcher.tsx";
import { SkipLink } from "./skip-link.tsx";
import { TopBar } from "./top-bar.tsx";

/** The frame of the pages outside any project. */
export function PlainShell({ user, children }: { readonly user: User; readonly children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <TopBar user={user}>
        <OrganizationSwitcher />
      </TopBar>
      <main
        id="content"
        tabIndex={-1}
        className="min-h-[calc(100dvh-var(--topbar))] border-t bg-surface focus:outline-none"
      >
        {children}
      </main>
    </>
  );
}
