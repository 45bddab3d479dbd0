"use client";

import { explain } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { type AppUser, authPath, useAppUserSessions, useForgetUsers } from "./app-users.ts";

interface UserSessionsProps {
  readonly databaseId: string;
  readonly user: AppUser;
}

/** Where somebody is signed in, and their second factors. */
export function UserSessions({ databaseId, user }: UserSessionsProps) {
  const { role } = useProject();
  const forget = useForgetUsers(databaseId);
  const sessions = useAppUserSessions(databaseId, user.id);
  const path = `${authPath(databaseId)}/users/${user.id}`;

  async function remove(target: string, title: string) {
    try {
      await send("DELETE", target);
      toast({ tone: "good", title });
      void forget();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <section aria-label="Sessions" className="grid gap-3 border-t pt-5">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-medium">Signed in</h3>
        {mayDo(role, "editor") && (sessions.data?.length ?? 0) > 0 ? (
          <Button size="sm" onClick={() => void remove(`${path}/sessions`, "Signed out everywhere")}>
            Sign out everywhere
          </Button>
        ) : null}
      </div>
      {sessions.isPending ? <Skeleton className="h-10" /> : null}
      {sessions.data?.length === 0 ? (
        <p className="text-[0.8125rem] text-soft">Nowhere at the moment.</p>
      ) : null}
      <ul className="grid gap-2 text-[0.8125rem]">
        {sessions.data?.map((session) => (
          <li key={session.id} className="min-w-0">
            <p className="flex gap-2">
              <span className="truncate">{session.user_agent ?? "Unknown device"}</span>
              {session.aal === "aal2" ? <Badge tone="good">Two factors</Badge> : null}
              {session.impersonated_by === null ? null : <Badge tone="warn">Impersonated</Badge>}
            </p>
            <p className="text-faint text-xs">
              {session.ip ?? "unknown address"}, {formatMoment(session.refreshed_at)}
            </p>
          </li>
        ))}
      </ul>
      {user.factors?.map((factor) => (
        <div key={factor.id} className="flex items-center justify-between gap-3 text-[0.8125rem]">
          <span>
            Authenticator {factor.friendly_name ? `“${factor.friendly_name}”` : ""} ({factor.status})
          </span>
          {mayDo(role, "admin") ? (
            <Button
              size="sm"
              variant="quietDanger"
              onClick={() => void remove(`${path}/factors/${factor.id}`, "Second factor removed")}
            >
              Remove
            </Button>
          ) : null}
        </div>
      ))}
    </section>
  );
}
