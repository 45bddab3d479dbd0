"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useForget } from "#components/api/queries.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { toast } from "#components/ui/toast.ts";
import { isLayout } from "./draft-state.ts";
import { newerOf } from "./newer-versions.ts";
import { baseOf, type Draft } from "./use-draft.ts";
import { applyDraft } from "./use-submit.ts";

const quietMs = 900;

/** Where tables stand is kept by itself once nobody moves them; together with changes of the schema it waits for those. */
export function useLayoutSave(databaseId: string, draft: Draft, isPaused: boolean): boolean {
  const client = useQueryClient();
  const forget = useForget(databaseId);
  const [isSaving, setSaving] = useState(false);
  const { changes } = draft.state;
  const isDue = changes.length > 0 && isLayout(changes) && !isPaused;

  const save = useEffectEvent(async () => {
    setSaving(true);
    try {
      const result = await applyDraft(databaseId, draft.state.base.version, changes);
      client.setQueryData(queryKeys.tables(databaseId), { tables: result.tables, version: result.version });
      settle(changes, baseOf(result));
    } catch (error) {
      if (newerOf(error) !== null) await forget.schema();
      else toast({ tone: "danger", ...explain(error) });
    }
    setSaving(false);
  });
  const settle = useEffectEvent((sent: typeof changes, base: ReturnType<typeof baseOf>) => {
    // Moved again meanwhile: that stays.
    draft.restart(base, draft.state.changes === sent ? [] : draft.state.changes);
  });
  useEffect(() => {
    if (!isDue || changes.length === 0) return;
    const timer = setTimeout(() => void save(), quietMs);
    return () => clearTimeout(timer);
  }, [isDue, changes]);
  return isSaving;
}
