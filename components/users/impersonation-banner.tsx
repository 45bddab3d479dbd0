"use client";

import { useSyncExternalStore } from "react";
import { explain } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { authPath } from "./app-users.ts";

/** A session in somebody's name that this browser tab has opened. */
export interface Impersonated {
  readonly databaseId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly link: string;
}

const storageKey = "rowhouse:impersonated";
const listeners = new Set<() => void>();

/** Remembered for the tab: the banner stays until the session is ended. */
export function rememberImpersonation(impersonated: Impersonated | null): void {
  if (impersonated === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, JSON.stringify(impersonated));
  for (const listener of listeners) listener();
}

function useImpersonated(): Impersonated | null {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sessionStorage.getItem(storageKey),
    () => null,
  );
  // Written by this module alone.
  return text === null ? null : (JSON.parse(text) as Impersonated);
}

/** Says that one acts as somebody else, and ends it. */
export function ImpersonationBanner() {
  const { databaseId } = useProject();
  const impersonated = useImpersonated();
  if (impersonated === null || impersonated.databaseId !== databaseId) return null;
  const { userId, sessionId, name, link } = impersonated;
  async function end() {
    try {
      await send("DELETE", `${authPath(databaseId)}/users/${userId}/sessions/${sessionId}`);
      rememberImpersonation(null);
      toast({ tone: "good", title: `You are no longer ${name}` });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }
  return (
    <Notice
      tone="warn"
      title={`You have a session as ${name}`}
      className="mb-5"
      action={
        <div className="flex items-center gap-1">
          <CopyButton text={link} label="Copy the link into the app" />
          <Button size="sm" onClick={() => void end()}>
            End it
          </Button>
        </div>
      }
    >
      Open the copied link in a private window: whatever you do there, you do in their name. It ends by itself
      after an hour, and is noted in the events.
    </Notice>
  );
}
