"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { useForget } from "#components/api/queries.ts";
import type { DatabaseSchema } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import { type Rebased, type RebaseInput, rebaseChanges } from "#lib/catalog/changes/rebase-changes.ts";
import { isLayout } from "./draft-state.ts";
import { fetchNewer, type Newer, theirChanges } from "./newer-versions.ts";
import { baseOf, type Draft } from "./use-draft.ts";

/** A draft that is behind, and what can become of it. */
export interface Behind {
  readonly newer: Newer;
  readonly input: RebaseInput;
  readonly rebased: Rebased;
}

/**
 * Keeps a draft on the newest schema: without conflicts it is brought along, and that is said; with conflicts nothing
 * happens until somebody has looked at them.
 */
export function useNewest(databaseId: string, schema: DatabaseSchema, draft: Draft) {
  const { state, restart } = draft;
  // The other way round, the answer to an apply of our own is ahead of the list.
  const isBehind = schema.version > state.base.version;
  const forget = useForget(databaseId);
  const isEmpty = state.changes.length === 0;
  const [behind, setBehind] = useState<Behind | null>(null);
  const newer = useQuery({
    queryKey: ["builder-newer", databaseId, state.base.version, schema.version],
    queryFn: () => fetchNewer(databaseId, state.base.version, state.changes),
    enabled: isBehind && !isEmpty,
    gcTime: 0,
    retry: 1,
  });

  const settle = useEffectEvent((found: Newer | null) => {
    const current = baseOf(schema);
    if (found === null || isEmpty) return restart(current);
    if (found.version !== current.version) return void forget.schema();
    const input: RebaseInput = {
      base: { tables: state.base.tables },
      theirs: theirChanges(state.base, current.tables, found),
      current: { tables: current.tables },
      mine: state.changes,
      dropped: state.dropped,
    };
    const rebased = rebaseChanges(input);
    if (rebased.conflicts.length > 0) return setBehind({ newer: found, input, rebased });
    setBehind(null);
    restart(current, rebased.changes);
    if (rebased.changes.length > 0 && !isLayout(input.theirs)) {
      toast({
        tone: "good",
        title: "Brought up to date",
        description: "Somebody changed the tables; your draft still fits.",
      });
    }
  });
  useEffect(() => {
    if (isBehind && isEmpty) settle(null);
  }, [isBehind, isEmpty]);
  useEffect(() => {
    if (isBehind && newer.data) settle(newer.data);
  }, [isBehind, newer.data]);

  return {
    behind: isBehind ? behind : null,
    error: isBehind && !isEmpty ? newer.error : null,
    /** Goes on with what is left of the draft. */
    accept: (rebased: Rebased) => {
      setBehind(null);
      restart(baseOf(schema), rebased.changes);
    },
  };
}
