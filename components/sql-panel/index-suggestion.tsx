"use client";

import { Lightbulb } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { IndexSuggestion } from "./plan.ts";
import { useNewIndex } from "./use-new-index.ts";

interface SuggestionProps {
  readonly suggestion: IndexSuggestion;
  readonly databaseId: string;
}

/** An index that would help, made by a click. */
export function Suggestion({ suggestion, databaseId }: SuggestionProps) {
  const { state, create } = useNewIndex(databaseId, suggestion);
  const { table, columns } = suggestion;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-tint px-3 py-2">
      <Lightbulb aria-hidden="true" className="size-4 text-link" />
      <p className="min-w-0 flex-1">
        An index on{" "}
        <span className="break-words font-mono">
          {table}({columns.join(", ")})
        </span>{" "}
        would serve this.
      </p>
      {state === "done" ? <p role="status">It is there: explain again to see what it does.</p> : null}
      {typeof state === "object" ? (
        <p role="status" className="tabular-nums">
          {`Being made: ${state.job.rows.done.toLocaleString("en")} of ${state.job.rows.total.toLocaleString("en")} rows`}
        </p>
      ) : null}
      {state === "open" || state === "pending" ? (
        <Button size="sm" variant="primary" pending={state === "pending"} onClick={() => void create()}>
          Create index
        </Button>
      ) : null}
    </div>
  );
}
