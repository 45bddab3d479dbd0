import { Check } from "lucide-react";
import type { Progress } from "#components/api/types.ts";
import { Spinner } from "#components/ui/spinner.tsx";

/** What has been done and what is going on, while somebody waits. Announced as it changes. */
export function ProgressList({ steps }: { readonly steps: readonly Progress[] }) {
  const shown = steps.length > 0 ? foldStages(steps) : [{ stage: "start", message: "Sending your words" }];
  return (
    <ol role="status" aria-live="polite" className="grid gap-2">
      {shown.map((step, index) => {
        const place = index + 1;
        const isLast = place === shown.length;
        return (
          <li key={place} className="flex animate-enter items-center gap-3 text-soft">
            {isLast ? (
              <Spinner className="text-link" />
            ) : (
              <Check aria-hidden="true" className="size-4 text-good" />
            )}
            <span className={isLast ? "text-ink" : undefined}>{step.message}</span>
            {isLast && step.characters ? (
              <span className="text-faint text-xs tabular-nums">
                {step.characters.toLocaleString("en")} characters
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

// A streaming model reports the same stage many times; only its newest word counts.
function foldStages(steps: readonly Progress[]): readonly Progress[] {
  return steps.filter((step, index) => steps[index + 1]?.stage !== step.stage);
}
