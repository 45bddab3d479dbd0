import { Button } from "./button.tsx";

interface PagerProps {
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  /** What leads to the page before and to the next one. */
  readonly words: readonly [before: string, next: string];
  readonly onGo: (offset: number) => void;
}

/** Where one is in a list that is longer than a page, and the ways on; nothing where it is not. */
export function Pager({ offset, size, total, words: [before, next], onGo }: PagerProps) {
  if (total <= size && offset === 0) return null;
  const [from, to, all] = [offset + 1, Math.min(offset + size, total), total].map((count) =>
    count.toLocaleString("en"),
  );
  return (
    <div className="flex items-center justify-between gap-4">
      <p className="text-faint text-xs tabular-nums" aria-live="polite">
        {from} to {to} of {all}
      </p>
      <div className="flex gap-2">
        <Button size="sm" disabled={offset === 0} onClick={() => onGo(Math.max(0, offset - size))}>
          {before}
        </Button>
        <Button size="sm" disabled={offset + size >= total} onClick={() => onGo(offset + size)}>
          {next}
        </Button>
      </div>
    </div>
  );
}
