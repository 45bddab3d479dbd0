import { Button } from "#components/ui/button.tsx";

interface ApplyBarProps {
  readonly label: string;
  readonly isPending: boolean;
  readonly isDisabled: boolean;
  readonly onApply: () => void;
}

/** What turns the proposal into tables; it stays in sight however long the proposal is. */
export function ApplyBar({ label, isPending, isDisabled, onApply }: ApplyBarProps) {
  return (
    <div className="sticky bottom-(--bottombar) -mx-4 mt-8 flex flex-wrap items-center gap-x-4 gap-y-1 border-t bg-surface px-4 py-3 md:-mx-10 md:px-10">
      <Button variant="primary" size="lg" pending={isPending} disabled={isDisabled} onClick={onApply}>
        {label}
      </Button>
      <p className="hidden text-faint text-xs sm:block">Until then, nothing is stored.</p>
    </div>
  );
}
