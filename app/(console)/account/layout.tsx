import type { ReactNode } from "react";
import { requireSession } from "#app/session.ts";
import { PlainShell } from "#components/shell/plain-shell.tsx";

export default async function AccountLayout({ children }: { readonly children: ReactNode }) {
  const { user } = await requireSession();
  return <PlainShell user={user}>{children}</PlainShell>;
}
