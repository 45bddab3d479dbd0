import { TriangleAlert } from "lucide-react";
import { Button } from "#components/ui/button.tsx";

interface ApplyBarProps {
  readonly label: string;
  readonly isPending: boolean;
  readonly isDisabled: boolean;
  /** Changes that do something to rows that should be looked at first. */
  readonly warnings: number;
  readonly onApply: () => void;
}

/** What turns the draft into tables; it stays in sight however long the draft is. */
export function ApplyBar({ label, isPending, isDisabled, warnings, onApply }: ApplyBarProps) {
  return (
    <div className="sticky bottom-(--bottombar) z-10 -mx-4 mt-8 flex flex-wrap items-center gap-x-4 gap-y-1 border-t bg-surface px-4 py-3 md:-mx-10 md:px-10">
      <Button variant="primary" size="lg" pending={isPending} disabled={isDisabled} onClick={onApply}>
        {label}
      </Button>
      {warnings > 0 ? (
        <p role="status" className="flex items-center gap-2 text-[0.8125rem] text-warn">
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
          {warnings === 1
            ? "1 change is about rows that exist"
            : `${warnings} changes are about rows that exist`}
          : see Changes.
        </p>
      ) : (
        <p className="hidden text-faint text-xs sm:block">Until then, nothing is changed.</p>
      )}
    </div>
  );
}
