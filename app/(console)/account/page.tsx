import type { Metadata } from "next";
import { requireSession } from "#app/session.ts";
import { AccountPage } from "#components/account/account-page.tsx";
import { PlainShell } from "#components/shell/plain-shell.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountRoute() {
  const { user } = await requireSession();
  return (
    <PlainShell user={user}>
      <AccountPage />
    </PlainShell>
  );
}
