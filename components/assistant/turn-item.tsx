import { Check, RotateCcw, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { GeneratorBadge } from "./generator-badge.tsx";
import type { Turn } from "./turns.ts";

interface TurnItemProps {
  readonly turn: Turn;
  /** It is part of the draft that is being made. */
  readonly isInDraft: boolean;
  readonly isDisabled: boolean;
  readonly onUndo: () => void;
  readonly onTakeUp: () => void;
  readonly children?: ReactNode;
}

/** One question to the assistant, its answer, and what became of it. */
export function TurnItem({ turn, isInDraft, isDisabled, onUndo, onTakeUp, children }: TurnItemProps) {
  const { description, answer } = turn;
  return (
    <article aria-label={`You asked: ${description.slice(0, 80)}`} className="grid gap-2.5">
      <div className="justify-self-end rounded-xl rounded-br-sm bg-wash px-3.5 py-2.5">
        <p className="line-clamp-6 whitespace-pre-line">{description}</p>
      </div>
      <div className="grid gap-1.5 pr-4">
        <p>{answer.explanation}</p>
        {answer.assumptions.length > 0 ? (
          <details className="text-[0.8125rem] text-soft">
            <summary className="w-fit text-faint text-xs hover:text-ink">
              {answer.assumptions.length === 1 ? "1 assumption" : `${answer.assumptions.length} assumptions`}
            </summary>
            {answer.assumptions.map((assumption) => (
              <p key={assumption} className="mt-1 border-l-2 pl-3">
                {assumption}
              </p>
            ))}
          </details>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <GeneratorBadge generator={answer.generator} />
          <Outcome {...{ turn, isInDraft, isDisabled, onUndo, onTakeUp }} />
        </div>
      </div>
      {children}
    </article>
  );
}

function Outcome({ turn, isInDraft, isDisabled, onUndo, onTakeUp }: Omit<TurnItemProps, "children">) {
  if (turn.undone_at !== null) return <span className="text-faint text-xs">Applied, then taken back</span>;
  if (turn.applied !== null) {
    return (
      <span className="inline-flex items-center gap-1.5 text-good text-xs">
        <Check aria-hidden="true" className="size-3.5" />
        {turn.applied.changes === 1 ? "1 change applied" : `${turn.applied.changes} changes applied`}
        {turn.applied.can_undo ? (
          <Button size="sm" variant="ghost" disabled={isDisabled} onClick={onUndo}>
            <Undo2 aria-hidden="true" />
            Undo
          </Button>
        ) : null}
      </span>
    );
  }
  if (isInDraft || turn.answer.changes.length === 0) return null;
  return (
    <Button size="sm" variant="ghost" disabled={isDisabled} onClick={onTakeUp}>
      <RotateCcw aria-hidden="true" />
      Take up again
    </Button>
  );
}
