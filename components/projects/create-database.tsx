"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { toast } from "#components/ui/toast.ts";

/** For a project that was made through the API without its database. */
export function CreateDatabase({ projectId, name }: { readonly projectId: string; readonly name: string }) {
  const router = useRouter();
  const [isPending, setPending] = useState(false);

  async function create() {
    setPending(true);
    try {
      await call("POST", "/api/database/create", { body: { projectId } });
      router.refresh();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
      setPending(false);
    }
  }

  return (
    <EmptyState
      title={`${name} has no database yet`}
      action={
        <Button variant="primary" pending={isPending} onClick={() => void create()}>
          Create database
        </Button>
      }
    >
      It comes with a table for users and the keys for your app.
    </EmptyState>
  );
}
