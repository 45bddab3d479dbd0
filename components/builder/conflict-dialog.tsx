"use client";

import { useState } from "react";
import { changeWords } from "#components/tables/change-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type RebaseConflict, type Rebased, rebaseChanges } from "#lib/catalog/changes/rebase-changes.ts";
import { schemaChanges } from "./draft-state.ts";
import { countWords } from "./review-sheet.tsx";
import type { Behind } from "./use-newest.ts";

interface ConflictDialogProps {
  readonly behind: Behind;
  readonly onAccept: (rebased: Rebased) => void;
  readonly onLater: () => void;
}

/** What somebody else changed meanwhile, what of the draft still fits, and what does not: nothing is overwritten unasked. */
export function ConflictDialog({ behind, onAccept, onLater }: ConflictDialogProps) {
  const [winning, setWinning] = useState<ReadonlySet<number>>(new Set());
  const rebased = winning.size === 0 ? behind.rebased : rebaseChanges({ ...behind.input, winning });
  const theirs = schemaChanges(behind.input.theirs);
  const fitting = schemaChanges(rebased.changes);
  const toggle = (index: number, isWinning: boolean) =>
    setWinning(new Set(isWinning ? [...winning, index] : [...winning].filter((other) => other !== index)));
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onLater())}
      title="Somebody else changed these tables"
      description="Your draft was made on an older version. Nothing of theirs is overwritten unless you say so."
      className="max-w-xl"
    >
      <div className="grid gap-5">
        <Section title={`What they did: ${countWords(theirs.length)}`}>
          {theirs.slice(0, listedMax).map((change) => (
            <Line key={JSON.stringify(change)}>{changeWords(change)}</Line>
          ))}
          {theirs.length > listedMax ? <Line>and {theirs.length - listedMax} more</Line> : null}
        </Section>
        <Section title={`Yours that do not fit: ${countWords(behind.rebased.conflicts.length)}`}>
          {behind.rebased.conflicts.map((conflict) => (
            <Conflict
              key={`${conflict.index} ${conflict.message}`}
              conflict={conflict}
              isWinning={winning.has(conflict.index)}
              onChange={(isWinning) => toggle(conflict.index, isWinning)}
            />
          ))}
        </Section>
        <Section title={`Yours that fit: ${countWords(fitting.length)}`}>
          {fitting.slice(0, listedMax).map((change) => (
            <Line key={JSON.stringify(change)}>{changeWords(change)}</Line>
          ))}
          {fitting.length > listedMax ? <Line>and {fitting.length - listedMax} more</Line> : null}
        </Section>
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={onLater}>
            Decide later
          </Button>
          <Button variant="primary" data-keep="" onClick={() => onAccept(rebased)}>
            Go on with {countWords(fitting.length)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const listedMax = 12;

function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-[0.8125rem]">{title}</h3>
      <ul className="grid gap-1.5">{children}</ul>
    </section>
  );
}

function Line({ children }: { readonly children: React.ReactNode }) {
  return <li className="break-words border-l-2 pl-3 text-[0.8125rem] text-soft">{children}</li>;
}

interface ConflictProps {
  readonly conflict: RebaseConflict;
  readonly isWinning: boolean;
  readonly onChange: (isWinning: boolean) => void;
}

const kindWords: { readonly [kind in RebaseConflict["kind"]]: string } = {
  both: "Both",
  gone: "Gone",
  refused: "Does not fit",
  follows: "Follows",
};

function Conflict({ conflict, isWinning, onChange }: ConflictProps) {
  const { change, message, theirs, canWin, kind } = conflict;
  return (
    <li className="rounded-md border border-warn bg-warn-tint px-3 py-2">
      <p className="flex items-start justify-between gap-3 text-[0.8125rem]">
        <span className="min-w-0 break-words font-medium">{changeWords(change)}</span>
        <Badge tone="warn">{kindWords[kind]}</Badge>
      </p>
      <p className="mt-0.5 text-soft text-xs">{message}</p>
      {theirs ? <p className="mt-0.5 text-soft text-xs">Theirs: {changeWords(theirs)}</p> : null}
      {canWin ? (
        <Checkbox
          className="mt-1"
          label="Make mine all the same"
          checked={isWinning}
          onChange={(event) => onChange(event.target.checked)}
        />
      ) : null}
    </li>
  );
}
