"use client";

import type { ReactNode } from "react";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { useOrganization } from "./organization-context.tsx";

/** The head of all pages about an organization. */
export function OrganizationFrame({
  actions,
  children,
}: {
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { id, name } = useOrganization();
  const base = `/organizations/${id}`;
  const tabs = [
    { label: "Members", href: base },
    { label: "Activity", href: `${base}/activity` },
    { label: "Settings", href: `${base}/settings` },
    { label: "Projects", href: `/projects?organization=${id}` },
  ];
  return (
    <Page>
      <PageHeader title={name} actions={actions} className="mb-4" />
      <TabLinks label="Organization" tabs={tabs} />
      <div className="grid grid-cols-1 gap-12">{children}</div>
    </Page>
  );
}
