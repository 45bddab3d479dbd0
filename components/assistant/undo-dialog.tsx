"use client";

import { changeWords } from "#components/tables/change-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { useUndo } from "./use-undo.ts";

/** Asks before rows go out of sight with what is taken back. */
export function UndoDialog({ undo }: { readonly undo: ReturnType<typeof useUndo> }) {
  return (
    <Dialog
      open={undo.question !== null}
      onOpenChange={(open) => (open ? undefined : undo.close())}
      title="Take these changes back?"
      description="What goes out of sight stays in the trash for a while."
    >
      <ul className="grid gap-2">
        {undo.question?.impact.map(({ change, warning }) => (
          <li key={JSON.stringify(change)}>
            <p className="font-medium">{changeWords(change)}</p>
            {warning ? <p className="text-[0.8125rem] text-warn">{warning}</p> : null}
          </li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={undo.close}>Keep them</Button>
        <Button variant="danger" pending={undo.isPending} onClick={() => void undo.confirm()}>
          Take back
        </Button>
      </div>
    </Dialog>
  );
}
