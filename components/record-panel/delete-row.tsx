"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface DeleteRowProps {
  /** Whether it is asked first: not where the row can be brought back. */
  readonly isAsking: boolean;
  readonly onDelete: () => Promise<void>;
  readonly onDeleted: () => void;
}

export function DeleteRow({ isAsking, onDelete, onDeleted }: DeleteRowProps) {
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function confirm() {
    setPending(true);
    try {
      await onDelete();
      setOpen(false);
      onDeleted();
    } catch (refusal) {
      setError(refusal);
      setOpen(true);
    }
    setPending(false);
  }

  function ask(open: boolean) {
    setOpen(open);
    setError(null);
  }

  return (
    <>
      <Button
        variant="quietDanger"
        pending={isPending && !isOpen}
        onClick={() => (isAsking ? ask(true) : void confirm())}
      >
        <Trash2 aria-hidden="true" />
        Delete
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={ask}
        title={isAsking ? "Delete this row?" : "The row is still there"}
        {...(isAsking ? { description: "It cannot be brought back." } : {})}
      >
        {error === null ? null : (
          <Notice tone="danger" title={explain(error).title} className="mb-4">
            {explain(error).description}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" data-keep="" onClick={() => ask(false)}>
            Keep it
          </Button>
          {isAsking ? (
            <Button variant="danger" pending={isPending} onClick={() => void confirm()}>
              Delete row
            </Button>
          ) : null}
        </div>
      </Dialog>
    </>
  );
}
