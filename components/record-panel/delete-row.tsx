"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface DeleteRowProps {
  readonly onDelete: () => Promise<void>;
  readonly onDeleted: () => void;
}

export function DeleteRow({ onDelete, onDeleted }: DeleteRowProps) {
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function confirm() {
    setPending(true);
    try {
      await onDelete();
      setAsking(false);
      onDeleted();
    } catch (refusal) {
      setError(refusal);
    }
    setPending(false);
  }

  function ask(open: boolean) {
    setAsking(open);
    setError(null);
  }

  return (
    <>
      <Button variant="quietDanger" onClick={() => ask(true)}>
        <Trash2 aria-hidden="true" />
        Delete
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={ask}
        title="Delete this row?"
        description="It cannot be brought back."
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
          <Button variant="danger" pending={isPending} onClick={() => void confirm()}>
            Delete row
          </Button>
        </div>
      </Dialog>
    </>
  );
}
