"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call, send } from "#components/api/client.ts";
import { mayDo, type Role } from "#components/shell/role.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { useOrganization } from "./organization-context.tsx";
import { type Member, pathOf, useForgetOrganizations } from "./organizations.ts";
import { RoleSelect } from "./role-select.tsx";
import { roleWords } from "./role-words.ts";

/** One member: who, as what, and what may be done about it. */
export function MemberLine({ member }: { readonly member: Member }) {
  const organization = useOrganization();
  const isSelf = member.user_id === organization.userId;
  // Admins have no say about owners.
  const mayChange = mayDo(organization.role, "admin") && mayDo(organization.role, member.role);
  const shown = member.name ?? member.email;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <span
        aria-hidden="true"
        className="grid size-8 shrink-0 place-items-center rounded-full bg-tint font-semibold text-link text-xs uppercase"
      >
        {shown.slice(0, 1)}
      </span>
      <div className="min-w-40 flex-1">
        <p className="truncate font-medium">
          {shown} {isSelf ? <Badge tone="accent">You</Badge> : null}
        </p>
        {member.name ? <p className="truncate text-faint text-xs">{member.email}</p> : null}
      </div>
      <div className="ml-auto flex items-center gap-2">
        {mayChange ? (
          <RoleOfMember member={member} />
        ) : (
          <span className="text-soft">{roleWords[member.role].title}</span>
        )}
        {mayChange || isSelf ? <RemoveMember member={member} isSelf={isSelf} /> : null}
      </div>
    </li>
  );
}

function memberPath(organizationId: string, { user_id }: Member): string {
  return `${pathOf(organizationId)}/members/${user_id}`;
}

function RoleOfMember({ member }: { readonly member: Member }) {
  const organization = useOrganization();
  const router = useRouter();
  const forget = useForgetOrganizations();
  const shown = member.name ?? member.email;

  async function change(role: Role) {
    try {
      await call("PATCH", memberPath(organization.id, member), { body: { role } });
      toast({ tone: "good", title: `${shown} is now ${roleWords[role].title.toLowerCase()}` });
      if (member.user_id === organization.userId) router.refresh();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    await forget();
  }

  return (
    <RoleSelect
      aria-label={`Role of ${shown}`}
      highest={organization.role}
      isPersonal={organization.is_personal}
      value={member.role}
      onChange={(event) => void change(event.target.value as Role)}
    />
  );
}

function RemoveMember({ member, isSelf }: { readonly member: Member; readonly isSelf: boolean }) {
  const organization = useOrganization();
  const router = useRouter();
  const forget = useForgetOrganizations();
  const [isAsking, setAsking] = useState(false);
  const shown = member.name ?? member.email;

  async function remove() {
    await send("DELETE", memberPath(organization.id, member));
    if (isSelf) {
      // A full load: what this account may see has changed.
      window.location.assign("/projects");
      return;
    }
    setAsking(false);
    toast({ tone: "good", title: `${shown} is no member any more` });
    await forget();
    router.refresh();
  }

  return (
    <>
      <Button size="sm" variant="quietDanger" onClick={() => setAsking(true)}>
        {isSelf ? (
          "Leave"
        ) : (
          <>
            Remove<span className="sr-only"> {shown}</span>
          </>
        )}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={isSelf ? `Leave ${organization.name}?` : `Remove ${shown}?`}
        confirm={isSelf ? "Leave" : "Remove"}
        onConfirm={remove}
      >
        {isSelf
          ? "You no longer see its projects. Somebody has to invite you to come back."
          : `They no longer see the projects of ${organization.name}. What they made stays.`}
      </ConfirmDialog>
    </>
  );
}
