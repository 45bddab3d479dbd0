"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { AssistantAnswer, Message } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import type { Change, Schema } from "#lib/catalog/types.ts";
import {
  blankDraft,
  chosenOf,
  type DraftState,
  type EditResult,
  edit,
  propose,
  toggle,
} from "./draft-state.ts";
import { keepWork, keptWork } from "./kept-work.ts";
import type { Turn } from "./turns.ts";

interface WorkState {
  readonly draft: DraftState;
  readonly messages: readonly Message[];
  readonly turnId: string | null;
}

const blank: WorkState = { draft: blankDraft, messages: [], turnId: null };

/** The draft that a conversation and a person's own edits make together; kept in the tab. */
export function useWork(databaseId: string, base: Schema) {
  const [work, setWork] = useState(blank);
  useEffect(() => {
    const kept = keptWork(databaseId);
    if (kept === null) return;
    const { changes, leftOut, messages, turnId } = kept;
    setWork({ draft: { ...blankDraft, changes, leftOut }, messages, turnId });
  }, [databaseId]);

  const { draft } = work;
  const chosen = useMemo(() => chosenOf(base, draft), [base, draft]);

  // An answer comes long after it was asked for: it is taken into what stands there by then.
  const latest = useRef({ work, base });
  useEffect(() => {
    latest.current = { work, base };
  });

  function become(next: WorkState): void {
    setWork(next);
    const { changes, leftOut } = next.draft;
    keepWork(databaseId, { changes, leftOut, messages: next.messages, turnId: next.turnId });
  }
  /** False: it was refused, and why was said. */
  function take(
    made: (before: DraftState, tables: Schema) => EditResult,
    more: Partial<WorkState> = {},
  ): boolean {
    const { work: before, base: tables } = latest.current;
    const result = made(before.draft, tables);
    if (result.ok) become({ ...before, ...more, draft: result.state });
    else toast({ tone: "danger", title: result.message });
    return result.ok;
  }

  return {
    ...work,
    chosen,
    answered: (description: string, answer: AssistantAnswer) =>
      take((before, tables) => propose(tables, before, answer.changes), {
        turnId: answer.turn_id,
        messages: [...latest.current.work.messages, ...messagesOf(description, answer)],
      }),
    edit: (changes: readonly Change[]) => take((before, tables) => edit(tables, before, changes)),
    toggle: (change: Change) => become({ ...work, draft: toggle(draft, change) }),
    go: (step: (before: DraftState) => DraftState) => become({ ...work, draft: step(draft) }),
    /** Takes an earlier proposal up again, on the tables as they are now. */
    takeUp: ({ id, description, answer }: Turn) =>
      take((_, tables) => propose(tables, blankDraft, answer.changes), {
        turnId: id,
        messages: messagesOf(description, answer),
      }),
    reset: () => become(blank),
  };
}

function messagesOf(
  description: string,
  { explanation, questions }: Pick<AssistantAnswer, "explanation" | "questions">,
): readonly Message[] {
  return [
    { role: "user", content: description },
    { role: "assistant", content: [explanation, ...questions].join("\n") },
  ];
}
