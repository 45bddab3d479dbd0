import type { ReactNode } from "react";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";

const tabs = [
  { label: "Profile", href: "/account" },
  { label: "Signing in", href: "/account/security" },
  { label: "Access tokens", href: "/account/tokens" },
];

/** The head of all pages about one's own account. */
export function AccountFrame({ children }: { readonly children: ReactNode }) {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Account" className="mb-4" />
      <TabLinks label="Account" tabs={tabs} />
      <div className="grid grid-cols-1 gap-12">{children}</div>
    </Page>
  );
}
