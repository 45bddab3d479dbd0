import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { SchemaJob } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";

interface JobProgressProps {
  readonly job: SchemaJob;
  readonly onCancel: () => Promise<void>;
}

/** How far rows have been brought along. */
export function JobProgress({ job: { rows, status }, onCancel }: JobProgressProps) {
  const [isCancelling, setCancelling] = useState(false);
  const part = rows.total === 0 ? 0 : Math.min(100, Math.floor((rows.done / rows.total) * 100));
  async function cancel() {
    setCancelling(true);
    try {
      await onCancel();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
      setCancelling(false);
    }
  }
  return (
    <div className="grid gap-2 rounded-lg bg-tint p-3.5">
      <p className="font-medium">
        {status === "cancelling" ? "Putting everything back as it was…" : "Bringing rows along…"}
      </p>
      <progress
        value={part}
        max={100}
        aria-label="Rows brought along"
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
      />
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-[0.8125rem] text-soft tabular-nums">
          {rows.done.toLocaleString("en")} of about {rows.total.toLocaleString("en")} rows. They can be read
          and written meanwhile; you may leave this page.
        </p>
        <Button size="sm" pending={isCancelling || status === "cancelling"} onClick={() => void cancel()}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
