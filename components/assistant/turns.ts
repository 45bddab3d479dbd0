"use client";

import { call } from "#components/api/client.ts";
import type { ApplyResult, Generator, Page } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import type { Change } from "#lib/catalog/types.ts";

/** What was asked of the assistant, what it proposed, and what became of it. */
export interface Turn {
  readonly id: string;
  readonly user_id: string | null;
  readonly created_at: string;
  readonly description: string;
  readonly answer: {
    readonly changes: readonly Change[];
    readonly explanation: string;
    readonly assumptions: readonly string[];
    readonly questions: readonly string[];
    readonly generator: Generator;
  };
  readonly applied: {
    readonly changes: number;
    readonly version: number;
    readonly can_undo: boolean;
  } | null;
  readonly applied_at: string | null;
  readonly undone_at: string | null;
}

const shownMax = 50;

function address(databaseId: string): string {
  return `/api/database/${databaseId}/assistant/turns`;
}

/** The newest turns of a database, newest first. */
export function useTurns(databaseId: string) {
  return useAnswer<Page<Turn>>({
    queryKey: ["database", databaseId, "turns"],
    queryFn: ({ signal }) => call<Page<Turn>>("GET", `${address(databaseId)}?limit=${shownMax}`, { signal }),
  });
}

export function applyTurn(
  databaseId: string,
  turnId: string,
  body: { readonly changes: readonly Change[]; readonly base_version: number },
): Promise<ApplyResult> {
  return call<ApplyResult>("POST", `${address(databaseId)}/${turnId}/apply`, { body });
}

/** @param isDryRun only says what would happen to rows. */
export function undoTurn(databaseId: string, turnId: string, isDryRun: boolean): Promise<ApplyResult> {
  return call<ApplyResult>("POST", `${address(databaseId)}/${turnId}/undo`, { body: { dry_run: isDryRun } });
}

export function forgetTurns(databaseId: string): Promise<unknown> {
  return call("DELETE", address(databaseId));
}
