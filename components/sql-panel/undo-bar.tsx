"use client";

import { Undo2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { RunReceipt } from "./stream-results.ts";
import { lowerFirst } from "./trial-bar.tsx";

interface UndoBarProps {
  readonly receipt: RunReceipt;
  readonly onUndo: (runId: string) => void;
}

/** Offers to undo what was just written, or says why that cannot be. */
export function UndoBar({ receipt: { id, undo }, onUndo }: UndoBarProps) {
  if (undo === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1 text-[0.8125rem] text-soft">
      {undo.refusal === null ? (
        <>
          <p>
            {undo.rows.toLocaleString("en")} {undo.rows === 1 ? "row was" : "rows were"} written, and can be
            put back while nobody changes them.
          </p>
          <Button size="sm" onClick={() => onUndo(id)}>
            <Undo2 aria-hidden="true" />
            Undo
          </Button>
        </>
      ) : (
        <p>This cannot be undone: {lowerFirst(undo.refusal)}</p>
      )}
    </div>
  );
}
