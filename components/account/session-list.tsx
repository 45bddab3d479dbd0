"use client";

import { useQueryClient } from "@tanstack/react-query";
import { explain } from "#components/api/api-error.ts";
import { call, send } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { deviceWords } from "./device-words.ts";

interface Session {
  readonly id: string;
  readonly last_seen_at: string;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly is_current: boolean;
}

const queryKey = ["account", "sessions"];

export function SessionList() {
  const client = useQueryClient();
  const sessions = useAnswer<readonly Session[]>({
    queryKey,
    queryFn: async ({ signal }) =>
      (await call<{ sessions: readonly Session[] }>("GET", "/api/auth/sessions", { signal })).sessions,
  });

  async function end(path: string, title: string) {
    try {
      await send("DELETE", path);
      toast({ tone: "good", title });
      void client.invalidateQueries({ queryKey });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <section aria-labelledby="sessions-title">
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 id="sessions-title" className="font-semibold text-base">
          Where you are signed in
        </h2>
        {(sessions.data?.length ?? 0) > 1 ? (
          <Button size="sm" onClick={() => void end("/api/auth/sessions", "Signed out everywhere else")}>
            Sign out everywhere else
          </Button>
        ) : null}
      </div>
      {sessions.isPending ? <Skeleton className="h-24 rounded-xl" /> : null}
      {sessions.error ? <Failure error={sessions.error} /> : null}
      <ul className="divide-y rounded-xl border bg-raised shadow-card empty:hidden">
        {sessions.data?.map((session) => (
          <li key={session.id} className="flex items-center gap-4 px-4 py-3">
            <div className="min-w-0 flex-1">
              <p className="truncate" title={session.user_agent ?? undefined}>
                {deviceWords(session.user_agent)}
              </p>
              <p className="text-faint text-xs">
                {session.ip ?? "unknown address"}, seen {formatMoment(session.last_seen_at)}
              </p>
            </div>
            {session.is_current ? (
              <Badge tone="good">This one</Badge>
            ) : (
              <Button size="sm" onClick={() => void end(`/api/auth/sessions/${session.id}`, "Session ended")}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
