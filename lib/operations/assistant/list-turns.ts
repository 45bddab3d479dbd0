import { runtime } from "../../runtime/runtime.ts";
import { type AssistantTurn, countTurns, selectTurns } from "../../store/assistant/assistant-turn.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";

/** A turn as members see it: of the changes that were applied, whether they can be taken back. */
export interface TurnView extends Omit<AssistantTurn, "applied"> {
  readonly applied: { readonly changes: number; readonly version: number; readonly can_undo: boolean } | null;
}

/** What was asked of the assistant and what became of it, newest first. */
export async function listTurns(
  actor: Actor,
  databaseId: string,
  page: PageRequest,
): Promise<Page<TurnView>> {
  const scope = await authorize(actor, databaseId, "viewer");
  return runtime().database.transaction(
    scope,
    async (tx) => {
      const [turns, count] = await Promise.all([
        tx.query<AssistantTurn>(selectTurns(scope, page)),
        tx.query<{ total: number }>(countTurns(scope)),
      ]);
      return { items: turns.rows.map(turnView), total: count.rows[0]?.total ?? 0, ...page };
    },
    { readOnly: true },
  );
}

function turnView({ applied, ...turn }: AssistantTurn): TurnView {
  const isStanding = turn.undone_at === null;
  return {
    ...turn,
    applied: applied && {
      changes: applied.changes.length,
      version: applied.version,
      can_undo: isStanding && applied.undo !== null,
    },
  };
}
