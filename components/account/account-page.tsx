"use client";

import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SessionList } from "./session-list.tsx";
import { TotpCard } from "./totp-card.tsx";

/** How one signs in, and where one is signed in. */
export function AccountPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Account" className="mb-7" />
      <div className="grid grid-cols-1 gap-12">
        <TotpCard />
        <SessionList />
      </div>
    </Page>
  );
}
