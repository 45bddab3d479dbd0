"use client";

import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useForget } from "#components/api/queries.ts";
import type { ApplyResult } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import { type Turn, undoTurn } from "./turns.ts";

/** Takes back what was applied of a turn: at once, or after a question when rows would go out of sight. */
export function useUndo(databaseId: string) {
  const forget = useForget(databaseId);
  const [question, setQuestion] = useState<{ turn: Turn; impact: ApplyResult["impact"] } | null>(null);
  const [isPending, setPending] = useState(false);

  async function attempt(work: () => Promise<void>) {
    setPending(true);
    try {
      await work();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    } finally {
      setPending(false);
    }
  }
  async function carryOut(turn: Turn) {
    await undoTurn(databaseId, turn.id, false);
    setQuestion(null);
    toast({ tone: "good", title: "Taken back", description: "The tables are as they were before." });
    await forget.schema();
  }
  return {
    isPending,
    question,
    close: () => setQuestion(null),
    confirm: () =>
      attempt(async () => {
        if (question !== null) await carryOut(question.turn);
      }),
    start: (turn: Turn) =>
      attempt(async () => {
        const { impact } = await undoTurn(databaseId, turn.id, true);
        if (impact.some(({ warning }) => warning !== undefined)) setQuestion({ turn, impact });
        else await carryOut(turn);
      }),
  };
}
