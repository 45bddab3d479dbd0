"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberLine } from "./member-line.tsx";
import { useOrganization } from "./organization-context.tsx";
import { OrganizationFrame } from "./organization-frame.tsx";
import { useMembers } from "./organizations.ts";

/** Who is in an organization, and who is invited. */
export function MembersPage() {
  const organization = useOrganization();
  const members = useMembers(organization.id);
  const [isInviting, setInviting] = useState(false);
  const isAdmin = mayDo(organization.role, "admin");
  return (
    <OrganizationFrame
      actions={
        isAdmin ? (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden="true" />
            Invite
          </Button>
        ) : null
      }
    >
      <Section
        title="Members"
        description="They see all projects of the organization, each as far as their role goes."
      >
        {members.isPending ? <Skeleton className="h-32 rounded-xl" /> : null}
        {members.error ? <Failure error={members.error} /> : null}
        <ul className="divide-y rounded-xl border bg-raised shadow-card empty:hidden">
          {members.data?.map((member) => (
            <MemberLine key={member.user_id} member={member} />
          ))}
        </ul>
      </Section>
      {isAdmin ? <InvitationList /> : null}
      {isAdmin ? <InviteDialog open={isInviting} onOpenChange={setInviting} /> : null}
    </OrganizationFrame>
  );
}
