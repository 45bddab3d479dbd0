"use client";

import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import type { ApplyResult } from "#components/api/types.ts";
import type { Change } from "#lib/catalog/types.ts";

export interface Apply {
  /** All or nothing. */
  readonly apply: (changes: readonly Change[]) => Promise<ApplyResult>;
  /** What would happen, without it happening. */
  readonly preview: (changes: readonly Change[]) => Promise<ApplyResult>;
}

/** How forms change the schema: each edit is a `Change`, sent to the one place that applies them. */
export function useApply(databaseId: string): Apply {
  const forget = useForget(databaseId);
  const send = (changes: readonly Change[], isDryRun: boolean) =>
    call<ApplyResult>("POST", `/api/database/${databaseId}/schema/apply`, {
      body: { changes, ...(isDryRun ? { dry_run: true } : {}) },
    });
  return {
    apply: async (changes) => {
      const result = await send(changes, false);
      await forget.schema();
      return result;
    },
    preview: (changes) => send(changes, true),
  };
}
