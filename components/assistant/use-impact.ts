"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { issuesOf } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { ApplyResult } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import type { Change } from "#lib/catalog/types.ts";
import { changeKey } from "./draft-state.ts";

/** What one change does to rows that exist. */
export interface Impact {
  readonly rows: number;
  readonly warning?: string;
  /** It cannot be made: why. */
  readonly refusal?: string;
}

export interface Impacts {
  readonly of: (change: Change) => Impact | undefined;
  readonly isPending: boolean;
  /** Why none of the changes can be made, when that is not about one of them. */
  readonly error: unknown;
}

/** Asks the server what changes would do, without their being made. */
export function useImpact(
  databaseId: string,
  changes: readonly Change[],
  version: number | undefined,
): Impacts {
  const asked = useDeferredValue(changes);
  const { data, error, isFetching, isPlaceholderData } = useAnswer<ApplyResult>({
    queryKey: ["database", databaseId, "impact", version, asked],
    enabled: asked.length > 0 && version !== undefined,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<ApplyResult>("POST", `/api/database/${databaseId}/schema/apply`, {
        body: { changes: asked, dry_run: true },
        signal,
      }),
  });
  // The answer is about what was asked for it, which may be what was asked before.
  const impacts = new Map<string, Impact>();
  if (!isPlaceholderData && data !== undefined) {
    asked.forEach((change, index) => {
      const impact = data.impact[index];
      if (impact !== undefined) impacts.set(changeKey(change), impact);
    });
  }
  for (const { path, message } of issuesOf(error)) {
    const change = asked[Number(/^\/changes\/(\d+)/.exec(path)?.[1] ?? -1)];
    if (change !== undefined) impacts.set(changeKey(change), { rows: 0, refusal: message });
  }
  const isExplained = asked.some((change) => impacts.get(changeKey(change))?.refusal !== undefined);
  return {
    of: (change) => impacts.get(changeKey(change)),
    isPending: isFetching,
    error: isExplained ? null : error,
  };
}

/** Rows would be lost or changed, or the change cannot be made. */
export function needsLook(impact: Impact | undefined): boolean {
  return impact?.warning !== undefined || impact?.refusal !== undefined;
}
