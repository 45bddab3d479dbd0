"use client";

import type { ReactNode } from "react";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { ImpersonationBanner } from "./impersonation-banner.tsx";

interface UsersFrameProps {
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The head of all pages about an app's accounts. */
export function UsersFrame({ actions, children }: UsersFrameProps) {
  const { id, role } = useProject();
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
      <TabLinks label="Users" tabs={tabs.filter(({ isShown }) => isShown)} />
      <ImpersonationBanner />
      {children}
    </Page>
  );
}
