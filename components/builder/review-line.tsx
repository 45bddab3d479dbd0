import { CircleAlert, TriangleAlert, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Change } from "#lib/catalog/types.ts";

/** A change in words, with what a dry run says of it. */
export interface ReviewedChange {
  readonly index: number;
  readonly words: string;
  readonly kind: Change["kind"];
  readonly rows: number;
  readonly warning: string | null;
  /** The rows that exist do not bear it. */
  readonly isBlocking: boolean;
}

interface ReviewLineProps extends ReviewedChange {
  /** Null while it is being applied. */
  readonly onDiscard: (() => void) | null;
}

const edges: { readonly [tone in "add" | "drop" | "change"]: string } = {
  add: "border-l-good",
  drop: "border-l-danger",
  change: "border-l-warn",
};

/** One change of the list: what it is, how many rows it is about, what stands in its way. */
export function ReviewLine({ words, kind, rows, warning, isBlocking, onDiscard }: ReviewLineProps) {
  const Icon = isBlocking ? CircleAlert : TriangleAlert;
  return (
    <li
      className={cn(
        "flex items-start gap-3 rounded-md border border-l-4 py-2 pr-1.5 pl-3",
        edges[toneOf(kind)],
      )}
    >
      <div className="min-w-0 flex-1">
        <p className="break-words text-[0.8125rem]">{words}</p>
        {rows > 0 ? (
          <p className="text-faint text-xs tabular-nums">
            {rows.toLocaleString("en")} {rows === 1 ? "row" : "rows"}
          </p>
        ) : null}
        {warning ? (
          <p
            className={cn("mt-1 flex items-start gap-1.5 text-xs", isBlocking ? "text-danger" : "text-warn")}
          >
            <Icon aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
            {warning}
          </p>
        ) : null}
      </div>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Leave out: ${words}`}
        title="Leave this change out"
        disabled={onDiscard === null}
        onClick={() => onDiscard?.()}
      >
        <X />
      </Button>
    </li>
  );
}

function toneOf(kind: ReviewedChange["kind"]): keyof typeof edges {
  if (/^(create|add|restore|grant)/.test(kind)) return "add";
  return /^(drop|revoke)/.test(kind) ? "drop" : "change";
}
