"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForget } from "#components/api/queries.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ChosenChanges } from "#lib/catalog/changes/choose-changes.ts";
import type { Schema } from "#lib/catalog/types.ts";
import { applyTurn } from "./turns.ts";

interface AppliedWork {
  readonly turnId: string | null;
  readonly chosen: ChosenChanges;
  readonly reset: () => void;
}

/** Makes what was chosen of a draft, all at once, for the version of the tables that it was made for. */
export function useApplyTurn(base: Schema, version: number | undefined) {
  const { id, databaseId } = useProject();
  const router = useRouter();
  const forget = useForget(databaseId);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function apply({ turnId, chosen, reset }: AppliedWork) {
    if (turnId === null || version === undefined) return;
    const isFirst = base.tables.length <= 1;
    setPending(true);
    setError(null);
    try {
      const { job } = await applyTurn(databaseId, turnId, { changes: chosen.changes, base_version: version });
      toast({ tone: "good", ...(job === undefined ? doneWords : goingOnWords) });
      reset();
      await forget.schema();
      if (isFirst) router.push(`/projects/${id}/database/tables`);
    } catch (cause) {
      setError(cause);
    } finally {
      setPending(false);
    }
  }

  return { apply, isPending, error, clear: () => setError(null) };
}

const doneWords = { title: "Done", description: "Your tables are ready for rows." };
const goingOnWords = {
  title: "On its way",
  description: "There are many rows to bring along; the tables change when that is done.",
};
