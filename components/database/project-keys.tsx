"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useProjectKeys } from "#components/api/queries.ts";
import type { ProjectKey } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { SecretLine } from "./secret-line.tsx";

/** The project's keys, for admins: the public one in the open, the service one behind a click. */
export function ProjectKeys({ projectId }: { readonly projectId: string }) {
  const keys = useProjectKeys(projectId);
  if (keys.isPending) return <Skeleton className="m-4 h-6" />;
  if (keys.error) return <p className="px-5 py-3 text-danger">{explain(keys.error).title}</p>;
  return keys.data?.map((key) => <KeyLine key={key.id} projectKey={key} />);
}

const words = {
  anon: { label: "Public key", hint: "anon, safe in a browser" },
  service_role: { label: "Service key", hint: "keep it on a server" },
} as const;

function KeyLine({ projectKey: { kind, token } }: { readonly projectKey: ProjectKey }) {
  const [isShown, setShown] = useState(kind === "anon");
  const Icon = isShown ? EyeOff : Eye;
  if (token === null || kind === "publishable" || kind === "secret") return null;
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
