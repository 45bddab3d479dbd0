import { ApiError, explain } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { detailOf } from "./sql-problem.ts";

interface SqlErrorProps {
  readonly error: unknown;
  readonly line: number | null;
  readonly onGo: () => void;
  /** Null: nothing is gained by leaving the statement out. */
  readonly onLeaveOut: (() => void) | null;
}

/** What a run stopped at, and what can be done about it. */
export function SqlError({ error, line, onGo, onLeaveOut }: SqlErrorProps) {
  const { title, description } = explain(error);
  const detail = detailOf(error);
  return (
    <div className="p-4">
      <Notice tone="danger" title={title}>
        {detail === null ? null : <p className="wrap-anywhere">{detail}</p>}
        {description === undefined ? null : <p>{description}</p>}
        <p className="mt-1 flex gap-3 text-faint text-xs">
          {error instanceof ApiError ? <span className="font-mono">{error.code}</span> : null}
          {line === null ? null : (
            <button
              type="button"
              className="rounded text-link underline-offset-4 hover:underline"
              onClick={onGo}
            >
              Line {line}
            </button>
          )}
        </p>
        {onLeaveOut === null ? null : (
          <div className="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 text-ink">
            <Button size="sm" onClick={onLeaveOut}>
              Apply what is supported
            </Button>
            <span>The rest is left out and listed, with the way to get the same.</span>
          </div>
        )}
      </Notice>
    </div>
  );
}
