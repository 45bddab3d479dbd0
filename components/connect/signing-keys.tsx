"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { SigningKey } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";

/** The keys that sign the tokens of the app's users. */
export function SigningKeys({ projectId }: { readonly projectId: string }) {
  const client = useQueryClient();
  const path = `/api/projects/${projectId}/signing-keys`;
  const queryKey = ["signing-keys", projectId];
  const [isLeaked, setLeaked] = useState(false);
  const keys = useAnswer<readonly SigningKey[]>({
    queryKey,
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly SigningKey[] }>("GET", path, { signal })).items,
  });

  async function rotate() {
    try {
      await call("POST", `${path}/rotate`, { body: { leaked: false } });
      toast({ tone: "good", title: "New key. Nobody is signed out." });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    void client.invalidateQueries({ queryKey });
  }

  async function replaceLeaked() {
    await call("POST", `${path}/rotate`, { body: { leaked: true } });
    setLeaked(false);
    toast({ tone: "good", title: "New key. Tokens of the old one are worth nothing now." });
    void client.invalidateQueries({ queryKey });
  }

  return (
    <section aria-labelledby="signing-title" className="grid grid-cols-1 gap-3">
      <div>
        <h2 id="signing-title" className="font-semibold text-base">
          Signing keys
        </h2>
        <p className="mt-0.5 max-w-prose text-pretty text-soft">
          They sign the tokens that users of the app get when they sign in. Other servers can verify those
          with the project’s public keys at /auth/v1/.well-known/jwks.json (ES256).
        </p>
      </div>
      <ul className="divide-y rounded-xl border bg-raised shadow-card">
        {keys.data?.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-3 px-4 py-3 md:px-5">
            <code className="min-w-0 truncate font-mono text-soft text-xs">{key.id}</code>
            {key.verifies_until === null ? (
              <Badge tone="good">signs</Badge>
            ) : (
              <Badge>
                verifies until{" "}
                {new Date(key.verifies_until).toLocaleDateString("en", { dateStyle: "medium" })}
              </Badge>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => void rotate()}>
          Rotate
        </Button>
        <Button size="sm" variant="quietDanger" onClick={() => setLeaked(true)}>
          It has leaked: sign everybody out
        </Button>
      </div>
      <ConfirmDialog
        open={isLeaked}
        onOpenChange={setLeaked}
        title="Sign all users of the app out?"
        confirm="Sign everybody out"
        onConfirm={replaceLeaked}
      >
        A new key signs from now on, and tokens of the old one are refused at once. Users sign in again.
      </ConfirmDialog>
    </section>
  );
}
