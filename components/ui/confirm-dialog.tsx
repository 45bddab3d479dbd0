"use client";

import { type ReactNode, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What happens then. */
  readonly children: ReactNode;
  /** What the button says. */
  readonly confirm: string;
  /** Must reject with the server's refusal, which is shown. */
  readonly onConfirm: () => Promise<void>;
}

/** Asks before something that cannot be taken back by oneself. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirm,
  onConfirm,
}: ConfirmDialogProps) {
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function run() {
    setPending(true);
    setError(null);
    try {
      await onConfirm();
    } catch (refusal) {
      setError(refusal);
    }
    setPending(false);
  }

  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={children}>
      <div className="grid gap-4">
        {error === null ? null : (
          <Notice tone="danger" title={explain(error).title}>
            {explain(error).description}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="danger" pending={isPending} onClick={() => void run()}>
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
