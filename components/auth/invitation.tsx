"use client";

import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { roleWords } from "#components/organization/role-words.ts";
import type { Role } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { textLink } from "./text-link.ts";

export interface InvitationProps {
  readonly token: string;
  readonly invitation: {
    readonly organization: { readonly name: string };
    readonly role: Role;
    readonly email: string | null;
    readonly inviter: string | null;
  };
  /** Who would accept; null: nobody is signed in. */
  readonly signedInAs: string | null;
}

/** Where an invitation's link leads: who invites to what, and the way in. */
export function Invitation({ token, invitation, signedInAs }: InvitationProps) {
  const { organization, role, inviter, email } = invitation;
  const here = encodeURIComponent(`/invite?token=${token}`);
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl">Join {organization.name}</h1>
      <p className="mb-6 text-soft">
        {inviter ?? "Somebody"} invites {email ?? "you"} as {role === "viewer" ? "a" : "an"}{" "}
        {roleWords[role].title.toLowerCase()}, to {roleWords[role].may}
      </p>
      {signedInAs === null ? (
        <div className="grid gap-4">
          <Button asChild variant="primary" size="lg">
            <Link
              href={`/signup?invitation=${token}${email === null ? "" : `&email=${encodeURIComponent(email)}`}`}
            >
              Create an account and join
            </Link>
          </Button>
          <p className="text-center text-soft">
            Have an account?{" "}
            <Link href={`/login?next=${here}`} className={textLink}>
              Sign in
            </Link>
          </p>
        </div>
      ) : (
        <Accept token={token} signedInAs={signedInAs} />
      )}
    </>
  );
}

function Accept({ token, signedInAs }: { readonly token: string; readonly signedInAs: string }) {
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function accept() {
    setPending(true);
    setError(null);
    try {
      const { organization_id } = await call<{ organization_id: string }>("POST", "/api/invitation", {
        body: { token },
      });
      // A full load: what this account may see has changed.
      window.location.assign(`/projects?organization=${organization_id}`);
    } catch (refusal) {
      setError(refusal);
      setPending(false);
    }
  }

  return (
    <div className="grid gap-4">
      {error === null ? null : (
        <Notice tone="danger" title={explain(error).title}>
          {explain(error).description}
        </Notice>
      )}
      <Button variant="primary" size="lg" pending={isPending} onClick={() => void accept()}>
        Join as {signedInAs}
      </Button>
      <Link href="/projects" className={`${textLink} justify-self-center`}>
        Not now
      </Link>
    </div>
  );
}
