"use client";

import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { User } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Where the link of a new address leads. A click confirms, not the visit: mail scanners follow every link. */
export function ConfirmEmail({ token }: { readonly token: string }) {
  const [email, setEmail] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function confirm() {
    setPending(true);
    setError(null);
    try {
      const { user } = await call<{ user: User }>("POST", "/api/auth/email/confirm", { body: { token } });
      setEmail(user.email);
    } catch (refusal) {
      setError(refusal);
    }
    setPending(false);
  }

  if (email !== null) {
    return (
      <div role="status">
        <h1 className="mb-2 font-semibold text-2xl">Your address is confirmed</h1>
        <p className="mb-6 text-soft">From now on you sign in with {email}.</p>
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href="/projects">Go to your projects</Link>
        </Button>
      </div>
    );
  }
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl">Confirm your new address</h1>
      <p className="mb-6 text-soft">Your account is reached by it as soon as you confirm.</p>
      {error === null ? null : (
        <Notice tone="danger" title={explain(error).title} className="mb-4">
          {explain(error).description}
        </Notice>
      )}
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        pending={isPending}
        onClick={() => void confirm()}
      >
        Confirm this address
      </Button>
    </>
  );
}
