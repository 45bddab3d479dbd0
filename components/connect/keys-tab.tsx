"use client";

import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useProjectKeys } from "#components/api/queries.ts";
import type { ProjectKey } from "#components/api/types.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { verbWords } from "#lib/catalog/rules/policy-words.ts";
import { NewKeyForm } from "./new-key-form.tsx";
import { SigningKeys } from "./signing-keys.tsx";

const kinds = {
  publishable: { label: "Publishable", hint: "safe in a browser" },
  secret: { label: "Secret", hint: "for servers; refused from browsers" },
  anon: { label: "Public (JWT)", hint: "safe in a browser" },
  service_role: { label: "Service (JWT)", hint: "for servers; no rule binds it" },
} as const;

/** The project's keys: made, rotated with an overlap, revoked. */
export function KeysTab({ projectId }: { readonly projectId: string }) {
  const client = useQueryClient();
  const keys = useProjectKeys(projectId);
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<ProjectKey | null>(null);
  const [revoking, setRevoking] = useState<ProjectKey | null>(null);
  const path = `/api/projects/${projectId}/keys`;
  const forget = () => void client.invalidateQueries({ queryKey: ["keys", projectId] });

  async function run(work: () => Promise<ProjectKey | null>, title: string) {
    try {
      const made = await work();
      if (made?.token != null && (made.kind === "publishable" || made.kind === "secret")) setShown(made);
      toast({ tone: "good", title });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    forget();
  }

  return (
    <div className="grid grid-cols-1 gap-10">
      <section aria-labelledby="keys-title" className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <h2 id="keys-title" className="font-semibold text-base">
              Keys
            </h2>
            <p className="mt-0.5 text-soft">Apps send one of these to be let in.</p>
          </div>
          <Button variant="primary" onClick={() => setAsking(true)}>
            <KeyRound /> New key
          </Button>
        </div>
        {keys.error ? <Failure error={keys.error} /> : null}
        {keys.isPending ? <Skeleton className="h-32 rounded-xl" /> : null}
        <ul className="divide-y rounded-xl border bg-raised shadow-card">
          {keys.data?.map((key) => (
            <KeyLine
              key={key.id}
              projectKey={key}
              onRotate={() =>
                void run(
                  async () =>
                    (await call<{ key: ProjectKey }>("POST", `${path}/${key.id}/rotate`, { body: {} })).key,
                  "Rotated. The old key goes on for a day.",
                )
              }
              onRevoke={() => setRevoking(key)}
            />
          ))}
        </ul>
      </section>
      <SigningKeys projectId={projectId} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        title={`Revoke ${revoking === null ? "the key" : nameOf(revoking)}?`}
        confirm="Revoke key"
        onConfirm={async () => {
          await call("DELETE", `${path}/${revoking?.id}`);
          setRevoking(null);
          toast({ tone: "good", title: "Key revoked" });
          forget();
        }}
      >
        Apps that send it are refused at once, and it cannot be brought back. To change a key without a break,
        rotate it: the old one goes on for a day.
      </ConfirmDialog>
      <Dialog open={isAsking} onOpenChange={setAsking} title="New key">
        <NewKeyForm
          path={path}
          onDone={(made) => {
            setAsking(false);
            setShown(made);
            forget();
          }}
        />
      </Dialog>
      <Dialog
        open={shown !== null}
        onOpenChange={() => setShown(null)}
        title="Copy the key now"
        description="It is shown this once; only its hash is kept."
      >
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 break-all rounded-md bg-sunken p-2 font-mono text-xs">
            {shown?.token}
          </code>
          <CopyButton text={shown?.token ?? ""} label="Copy the key" />
        </div>
      </Dialog>
    </div>
  );
}

interface KeyLineProps {
  readonly projectKey: ProjectKey;
  readonly onRotate: () => void;
  readonly onRevoke: () => void;
}

const nameOf = ({ name, kind }: ProjectKey) => name ?? kinds[kind].label;

function KeyLine({ projectKey: key, onRotate, onRevoke }: KeyLineProps) {
  const { label, hint } = kinds[key.kind];
  const used =
    key.last_used_at === null
      ? "never used"
      : `used ${key.use_count}×, last ${formatMoment(key.last_used_at)}`;
  const isPublic = key.kind === "anon" || key.kind === "publishable";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 md:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {key.name ?? label}{" "}
          <Badge tone={isPublic ? "good" : "warn"}>
            {key.name === null ? (isPublic ? "public" : "private") : label}
          </Badge>
          {key.expires_at === null ? null : <Badge tone="outline">ends {formatMoment(key.expires_at)}</Badge>}
        </p>
        <p className="truncate text-[0.8125rem] text-soft">
          <code className="font-mono text-xs">
            {key.token_start === null ? (isPublic ? key.token : "•".repeat(16)) : `${key.token_start}…`}
          </code>
        </p>
        {key.scopes === null ? null : (
          <p className="wrap-anywhere text-[0.8125rem] text-soft">Only {scopeWords(key.scopes)}</p>
        )}
        <p className="text-faint text-xs">
          {hint} · {used}
        </p>
      </div>
      <span className="flex shrink-0">
        {key.token === null ? null : <CopyButton text={key.token} label={`Copy ${key.name ?? label}`} />}
        <Button variant="ghost" size="icon" aria-label={`Rotate ${key.name ?? label}`} onClick={onRotate}>
          <RotateCw />
        </Button>
        <Button variant="ghost" size="icon" aria-label={`Revoke ${key.name ?? label}`} onClick={onRevoke}>
          <Trash2 />
        </Button>
      </span>
    </li>
  );
}

function scopeWords({ tables }: NonNullable<ProjectKey["scopes"]>): string {
  return Object.entries(tables)
    .map(([table, verbs]) => `${verbs.map((verb) => verbWords[verb]).join(", ")} ${table}`)
    .join(" · ");
}
