"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProgressList } from "./progress-list.tsx";
import { Questions } from "./questions.tsx";
import { TurnItem } from "./turn-item.tsx";
import type { Turn } from "./turns.ts";
import type { Asked } from "./use-ask.ts";

interface ConversationProps {
  /** Oldest first. */
  readonly turns: readonly Turn[];
  /** The last turn of the draft. */
  readonly turnId: string | null;
  readonly asked: Asked | null;
  readonly isDisabled: boolean;
  readonly onAnswer: (question: string, answer: string) => void;
  readonly onType: (question: string) => void;
  readonly onUndo: (turn: Turn) => void;
  readonly onTakeUp: (turn: Turn) => void;
  readonly onForget: () => void;
  /** At its end: where the next words are typed. */
  readonly children: ReactNode;
}

const shownAtFirst = 3;

/** What was said so far, the newest at the end. */
export function Conversation(props: ConversationProps) {
  const { turns, turnId, asked, isDisabled, children } = props;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? turns : turns.slice(-shownAtFirst);
  const hidden = turns.length - shown.length;
  return (
    <section aria-label="Conversation" className="grid gap-5">
      {turns.length > 0 ? (
        <div className="-ml-2.5 flex flex-wrap gap-1">
          {hidden > 0 ? (
            <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
              {hidden === 1 ? "Show 1 earlier turn" : `Show ${hidden} earlier turns`}
            </Button>
          ) : null}
          {turnId === null ? (
            <Button size="sm" variant="ghost" disabled={isDisabled} onClick={props.onForget}>
              Forget this conversation
            </Button>
          ) : null}
        </div>
      ) : null}
      <ol aria-label="What you asked for" className="grid gap-6">
        {shown.map((turn, index) => (
          <li key={turn.id}>
            <TurnItem
              turn={turn}
              isInDraft={turnId === turn.id}
              isDisabled={isDisabled}
              onUndo={() => props.onUndo(turn)}
              onTakeUp={() => props.onTakeUp(turn)}
            >
              {index === shown.length - 1 && asked === null && turn.answer.questions.length > 0 ? (
                <Questions
                  questions={turn.answer.questions}
                  isDisabled={isDisabled}
                  onAnswer={props.onAnswer}
                  onType={props.onType}
                />
              ) : null}
            </TurnItem>
          </li>
        ))}
        {asked === null ? null : (
          <li className="grid gap-3">
            <p className="line-clamp-6 justify-self-end whitespace-pre-line rounded-xl rounded-br-sm bg-wash px-3.5 py-2.5">
              {asked.description}
            </p>
            <ProgressList steps={asked.progress} />
          </li>
        )}
      </ol>
      {children}
    </section>
  );
}
