"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { cn } from "#components/ui/cn.ts";
import { ImpersonationBanner } from "./impersonation-banner.tsx";

interface UsersFrameProps {
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The head of all pages about an app's accounts. */
export function UsersFrame({ actions, children }: UsersFrameProps) {
  const { id, role } = useProject();
  const pathname = usePathname();
  const base = `/projects/${id}/database/users`;
  const tabs = [
    { label: "People", href: base, isShown: true },
    { label: "How they sign in", href: `${base}/settings`, isShown: true },
    { label: "Mailbox", href: `${base}/mailbox`, isShown: mayDo(role, "admin") },
    { label: "Events", href: `${base}/audit`, isShown: mayDo(role, "admin") },
  ];
  return (
    <Page>
      <PageHeader
        title="Users"
        description="People who can sign in to your app. Their passwords are kept apart and cannot be read."
        actions={actions}
        className="mb-4"
      />
      <nav aria-label="Users" className="mb-6 flex gap-1 overflow-x-auto border-b">
        {tabs
          .filter(({ isShown }) => isShown)
          .map(({ label, href }) => (
            <Link
              key={href}
              href={href}
              aria-current={pathname === href ? "page" : undefined}
              className={cn(
                "-mb-px whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-soft hover:text-ink",
                pathname === href && "border-accent font-medium text-ink",
              )}
            >
              {label}
            </Link>
          ))}
      </nav>
      <ImpersonationBanner />
      {children}
    </Page>
  );
}
