"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, Sheet } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { type AppUser, authPath, useForgetUsers } from "./app-users.ts";
import { rememberImpersonation } from "./impersonation-banner.tsx";
import { UserForm } from "./user-form.tsx";
import { UserSessions } from "./user-sessions.tsx";
import { isSuspended, nameOf } from "./user-words.ts";

interface UserPanelProps {
  readonly databaseId: string;
  readonly user: AppUser;
  readonly rowHref: string | null;
  readonly onClose: () => void;
}

/** All that can be seen of one person, and done for or against them. */
export function UserPanel({ databaseId, user, rowHref, onClose }: UserPanelProps) {
  const { role } = useProject();
  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={nameOf(user)}
      description={user.email || user.id}
    >
      <div className="grid flex-1 content-start gap-7 overflow-y-auto px-5 py-5">
        <Facts user={user} rowHref={rowHref} />
        {mayDo(role, "admin") ? <UserForm databaseId={databaseId} user={user} /> : null}
        <UserSessions databaseId={databaseId} user={user} />
        {mayDo(role, "admin") ? <Deeds databaseId={databaseId} user={user} onGone={onClose} /> : null}
      </div>
    </Sheet>
  );
}

function Facts({ user, rowHref }: Pick<UserPanelProps, "user" | "rowHref">) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["Id", <code key="id">{user.id}</code>],
    ["Signs in by", user.identities.map(({ provider }) => provider).join(", ") || "nothing yet"],
    ["E-mail confirmed", user.email_confirmed_at ? formatMoment(user.email_confirmed_at) : "no"],
    ["Last sign-in", user.last_sign_in_at ? formatMoment(user.last_sign_in_at) : "never"],
    ["Since", formatMoment(user.created_at)],
  ];
  return (
    <div className="grid gap-3">
      <dl className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-[0.8125rem]">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {rowHref === null ? null : (
        <Link href={rowHref} className="text-link underline underline-offset-4">
          Show the row in the table
        </Link>
      )}
    </div>
  );
}

interface DeedsProps {
  readonly databaseId: string;
  readonly user: AppUser;
  readonly onGone: () => void;
}

interface Impersonation {
  readonly session: {
    readonly access_token: string;
    readonly refresh_token: string;
    readonly expires_in: number;
  };
  readonly session_id: string;
  readonly site_url: string;
}

function Deeds({ databaseId, user, onGone }: DeedsProps) {
  const forget = useForgetUsers(databaseId);
  const [isDeleting, setDeleting] = useState(false);
  const path = `${authPath(databaseId)}/users/${user.id}`;
  const isOut = isSuspended(user);

  async function run(work: () => Promise<unknown>, title: string) {
    try {
      await work();
      toast({ tone: "good", title });
      void forget();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  async function impersonate() {
    const { session, session_id, site_url } = await call<Impersonation>("POST", `${path}/impersonate`);
    const { access_token, refresh_token, expires_in } = session;
    const fragment = new URLSearchParams({
      access_token,
      refresh_token,
      expires_in: String(expires_in),
      token_type: "bearer",
    });
    const link = `${site_url}#${fragment}`;
    rememberImpersonation({ databaseId, userId: user.id, sessionId: session_id, name: nameOf(user), link });
    onGone();
  }

  return (
    <section aria-label="Actions" className="grid gap-2 border-t pt-5">
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() =>
            void run(() => call("POST", `${path}/recovery`), "A link to choose a password is sent")
          }
        >
          Reset password
        </Button>
        <Button onClick={() => void run(impersonate, `You have a session as ${nameOf(user)}`)}>
          Sign in as them
        </Button>
        <Button
          onClick={() =>
            void run(
              () => call("PATCH", path, { body: { ban_duration: isOut ? "none" : "876000h" } }),
              isOut ? "They may sign in again" : "They are signed out and cannot come back",
            )
          }
        >
          {isOut ? "Let back in" : "Suspend"}
        </Button>
        <Button variant="quietDanger" onClick={() => setDeleting(true)}>
          Delete
        </Button>
      </div>
      <Dialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={`Delete ${nameOf(user)}?`}
        description="Their account, their row and what belongs to it go for good."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setDeleting(false)}>Keep</Button>
          <Button
            variant="danger"
            onClick={() =>
              void run(
                async () => {
                  await call("DELETE", path);
                  onGone();
                },
                `${nameOf(user)} deleted`,
              )
            }
          >
            Delete user
          </Button>
        </div>
      </Dialog>
    </section>
  );
}
