"use client";

import { explain } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { Button } from "#components/ui/button.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.ts";
import { useOrganization } from "./organization-context.tsx";
import { type Invitation, pathOf, useForgetOrganizations, useInvitations } from "./organizations.ts";
import { roleWords } from "./role-words.ts";

/** Links that nobody has followed yet. */
export function InvitationList() {
  const organization = useOrganization();
  const invitations = useInvitations(organization.id);
  const forget = useForgetOrganizations();

  async function revoke({ id }: Invitation) {
    try {
      await send("DELETE", `${pathOf(organization.id)}/invitations/${id}`);
      toast({ tone: "good", title: "The invitation is revoked" });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    await forget();
  }

  if (invitations.error) return <Failure error={invitations.error} />;
  if (!invitations.data || invitations.data.length === 0) return null;
  return (
    <Section title="Open invitations">
      <ul className="divide-y rounded-xl border bg-raised shadow-card">
        {invitations.data.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-40 flex-1">
              <p className="truncate">{invitation.email ?? "Whoever has the link"}</p>
              <p className="text-faint text-xs">
                {roleWords[invitation.role].title}, good until {formatMoment(invitation.expires_at)}
              </p>
            </div>
            <Button size="sm" variant="quietDanger" onClick={() => void revoke(invitation)}>
              Revoke
              <span className="sr-only"> the invitation of {invitation.email ?? "whoever has the link"}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
