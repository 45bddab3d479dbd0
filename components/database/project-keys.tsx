"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { currentKey } from "#components/api/current-key.ts";
import { useProjectKeys } from "#components/api/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { SecretLine } from "./secret-line.tsx";

/** The project's keys, for admins: the public one in the open, the service one behind a click. */
export function ProjectKeys({ projectId }: { readonly projectId: string }) {
  const keys = useProjectKeys(projectId);
  if (keys.isPending) return <Skeleton className="m-4 h-6" />;
  if (keys.error) return <p className="px-5 py-3 text-danger">{explain(keys.error).title}</p>;
  return (["anon", "service_role"] as const).map((kind) => {
    const key = currentKey(keys.data ?? [], kind);
    return key === null ? null : <KeyLine key={key.id} kind={kind} token={key.token} />;
  });
}

const words = {
  anon: { label: "Public key", hint: "anon, safe in a browser" },
  service_role: { label: "Service key", hint: "keep it on a server" },
} as const;

function KeyLine({ kind, token }: { readonly kind: keyof typeof words; readonly token: string }) {
  const [isShown, setShown] = useState(kind === "anon");
  const Icon = isShown ? EyeOff : Eye;
  return (
    <SecretLine {...words[kind]} value={token} {...(isShown ? {} : { shown: "•".repeat(24) })}>
      {kind === "service_role" ? (
        <Button
          variant="ghost"
          size="icon"
          aria-label={isShown ? "Hide the service key" : "Show the service key"}
          onClick={() => setShown(!isShown)}
        >
          <Icon />
        </Button>
      ) : null}
    </SecretLine>
  );
}
