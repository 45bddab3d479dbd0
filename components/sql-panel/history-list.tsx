"use client";

import { Undo2 } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { type NotedRun, useHistory } from "./panel-api.ts";
import { lowerFirst } from "./trial-bar.tsx";

interface HistoryListProps {
  readonly databaseId: string;
  readonly onOpen: (run: NotedRun) => void;
  readonly onUndo: (runId: string) => void;
}

/** What one has run here, newest first. */
export function HistoryList({ databaseId, onOpen, onUndo }: HistoryListProps) {
  const [search, setSearch] = useState("");
  const { data, error, isPending } = useHistory(databaseId, useDeferredValue(search.trim()));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="p-2">
        <Input
          type="search"
          aria-label="Search your history"
          placeholder="Search your history"
          className="h-8"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ul aria-label="History" className="min-h-0 flex-1 overflow-y-auto px-1 pb-3 text-[0.8125rem]">
        {data?.items.map((run) => (
          <Run key={run.id} run={run} onOpen={onOpen} onUndo={onUndo} />
        ))}
        {data?.items.length === 0 ? (
          <li className="px-3 py-2 text-faint">
            {search === "" ? "What you run is listed here, for you alone." : "No run holds this text."}
          </li>
        ) : null}
        {isPending ? (
          <li className="px-3 py-2">
            <Spinner />
          </li>
        ) : null}
        {error ? <li className="px-3 py-2 text-danger">{explain(error).title}</li> : null}
      </ul>
    </div>
  );
}

interface RunProps extends Pick<HistoryListProps, "onOpen" | "onUndo"> {
  readonly run: NotedRun;
}

function Run({ run, onOpen, onUndo }: RunProps) {
  const isUndoable = run.undo_rows > 0 && run.undone_at === null;
  const refusal = run.is_trial ? null : run.undo_refusal;
  return (
    <li className="group relative rounded-md hover:bg-wash">
      <button
        type="button"
        className="block w-full px-2 py-1.5 text-left disabled:cursor-not-allowed"
        disabled={run.is_cut}
        title={run.is_cut ? "The text was too long to be kept whole." : run.query}
        onClick={() => onOpen(run)}
      >
        <span className="line-clamp-2 break-words font-mono text-xs">{run.query.trim() || "(nothing)"}</span>
        <span className={cn("mt-0.5 block text-2xs text-faint", isUndoable && "pr-16")}>
          <span className={run.status === "failed" ? "text-danger" : undefined}>{outcomeOf(run)}</span>
          {" · "}
          <time dateTime={run.created_at}>{timeOf(run.created_at)}</time>
          {refusal === null ? null : <span title={refusal}> · no undo: {lowerFirst(refusal)}</span>}
        </span>
      </button>
      {isUndoable ? (
        <button
          type="button"
          className="absolute right-1.5 bottom-1 flex h-6 items-center gap-1 rounded-md px-1.5 text-2xs text-link hover:bg-tint"
          onClick={() => onUndo(run.id)}
        >
          <Undo2 aria-hidden="true" className="size-3" />
          Undo
        </button>
      ) : null}
    </li>
  );
}

function outcomeOf({
  status,
  error,
  row_count: count,
  ms,
  is_trial: isTrial,
  undone_at: undoneAt,
}: NotedRun): string {
  if (status === "failed") return error?.message ?? "failed";
  if (status === "cancelled") return "stopped";
  const rows = `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
  const said = `${rows}, ${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString("en")} ms`;
  if (undoneAt !== null) return `${said}, undone`;
  return isTrial ? `tried: ${said}` : said;
}

function timeOf(text: string): string {
  const time = new Date(text);
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(
    "en",
    isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" },
  );
}
