"use client";

import { AccountFrame } from "./account-frame.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionList } from "./session-list.tsx";
import { TotpCard } from "./totp-card.tsx";

/** How one signs in, and where one is signed in. */
export function SecurityPage() {
  return (
    <AccountFrame>
      <PasswordForm />
      <TotpCard />
      <SessionList />
    </AccountFrame>
  );
}
