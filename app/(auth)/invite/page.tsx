import type { Metadata } from "next";
import { headers } from "next/headers";
import { type Parameters, textOf } from "#app/parameters.ts";
import { findUserOfPage } from "#app/session.ts";
import { Invitation } from "#components/auth/invitation.tsx";
import { StaleLink } from "#components/auth/stale-link.tsx";
import { isAppError } from "#lib/errors/app-error.ts";
import { clientOf } from "#lib/http/client.ts";
import { type ShownInvitation, showInvitation } from "#lib/operations/organizations/find-invitation.ts";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage({ searchParams }: Parameters<"token">) {
  const token = textOf((await searchParams).token) ?? "";
  const invitation = await findInvitation(token);
  if (invitation === null) {
    return (
      <StaleLink
        title="This invitation is not good any more"
        advice="It was accepted, revoked or is too old. Ask for another."
      />
    );
  }
  const user = await findUserOfPage();
  return <Invitation token={token} invitation={invitation} signedInAs={user?.email ?? null} />;
}

async function findInvitation(token: string): Promise<ShownInvitation | null> {
  try {
    return await showInvitation(token, clientOf(await headers()));
  } catch (error) {
    if (isAppError(error) && error.code === "RH107") return null;
    throw error;
  }
}
