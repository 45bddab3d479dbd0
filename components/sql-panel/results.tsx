"use client";

import { Pin, PinOff, X } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError, explain } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import { ExplainView } from "./explain-view.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { isUpsert } from "./may-write.ts";
import { planOf } from "./plan.ts";
import { ResultGrid } from "./result-grid.tsx";
import type { RunningResult } from "./running-results.ts";
import { detailOf } from "./sql-problem.ts";
import type { ResultTab, SqlRun } from "./use-sql.ts";

interface ResultsProps {
  readonly run: SqlRun;
  readonly databaseId: string;
  readonly onShow: (id: number) => void;
  readonly onPin: (id: number) => void;
  readonly onClose: (id: number) => void;
  /** The line of the text that the error is on; null where Postgres names none. */
  readonly errorLine: number | null;
  readonly onGoToError: () => void;
  /** What can be done about the last run: undo it. */
  readonly children: ReactNode;
}

const statusWords = { idle: "Results appear here.", running: "Running…", stopped: "Stopped." } as const;

/** What came of the runs: a tab for each result, the pinned ones kept. */
export function Results(props: ResultsProps) {
  const { run, databaseId, errorLine, onShow, onPin, onClose, onGoToError, children } = props;
  const shown = run.tabs.find(({ id }) => id === run.shown) ?? run.tabs.at(-1);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {run.tabs.length > 0 ? (
        <Tabs tabs={run.tabs} shown={shown?.id ?? null} onShow={onShow} onPin={onPin} onClose={onClose} />
      ) : null}
      {children}
      {run.error ? <SqlError error={run.error} line={errorLine} onGo={onGoToError} /> : null}
      {shown === undefined && !run.error ? <p className="p-6 text-faint">{statusWords[run.status]}</p> : null}
      {shown === undefined ? null : (
        <Result
          key={shown.id}
          tab={shown}
          databaseId={databaseId}
          isRunning={run.status === "running"}
          isTrial={run.trial !== null && !shown.isPinned}
        />
      )}
    </div>
  );
}

interface TabsProps extends Pick<ResultsProps, "onShow" | "onPin" | "onClose"> {
  readonly tabs: readonly ResultTab[];
  readonly shown: number | null;
}

function Tabs({ tabs, shown, onShow, onPin, onClose }: TabsProps) {
  return (
    <ul aria-label="Results" className="flex shrink-0 gap-1 overflow-x-auto border-b bg-sunken px-2 pt-1">
      {tabs.map((tab, index) => {
        const isShown = tab.id === shown;
        const name = `${index + 1} ${tab.result.command}`;
        return (
          <li
            key={tab.id}
            className={cn(
              "flex shrink-0 items-center rounded-t-md border border-b-0 border-transparent text-[0.8125rem]",
              isShown && "border-line bg-surface",
            )}
          >
            <button
              type="button"
              aria-current={isShown ? "true" : undefined}
              className={cn("h-8 pr-1.5 pl-3", isShown ? "font-medium" : "text-soft")}
              onClick={() => onShow(tab.id)}
            >
              {name}
            </button>
            <Button
              variant="ghost"
              size="icon"
              className={cn("size-6", tab.isPinned && "text-link")}
              aria-pressed={tab.isPinned}
              aria-label={`Keep result ${name}`}
              title={tab.isPinned ? "Kept when something else is run" : "Keep when something else is run"}
              onClick={() => onPin(tab.id)}
            >
              {tab.isPinned ? <PinOff className="size-3.5" /> : <Pin className="size-3.5" />}
            </Button>
            <Button
              variant="ghost"
              size="icon"
              className="mr-1 size-6"
              aria-label={`Close result ${name}`}
              onClick={() => onClose(tab.id)}
            >
              <X className="size-3.5" />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

interface ResultProps {
  readonly tab: ResultTab;
  readonly databaseId: string;
  readonly isRunning: boolean;
  /** What it tells was undone again. */
  readonly isTrial: boolean;
}

function Result({ tab: { result }, databaseId, isRunning, isTrial }: ResultProps) {
  const plan = planOf(result);
  return (
    <section aria-label="Result" className="flex min-h-0 flex-1 flex-col">
      <div
        className={cn(
          plan !== null && "sr-only",
          "flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-3 text-[0.8125rem] text-soft",
        )}
      >
        <p role="status" className="tabular-nums">
          {isTrial ? "Tried: " : ""}
          {plan === null ? summary(result, isRunning) : `Plan in ${duration(result.ms)}`}
        </p>
        {result.notice === undefined ? null : <p>{result.notice}</p>}
        {result.truncated ? <p className="text-warn">Cut off here: there are more rows.</p> : null}
        {plan === null ? <ExportMenu databaseId={databaseId} result={result} /> : null}
      </div>
      {plan === null ? <ResultGrid result={result} /> : <ExplainView plan={plan} databaseId={databaseId} />}
    </section>
  );
}

const verbs: Readonly<Record<string, string>> = {
  INSERT: "added to",
  UPSERT: "added to or changed in",
  UPDATE: "changed in",
  DELETE: "deleted from",
  MERGE: "merged into",
};

function summary(result: RunningResult, isRunning: boolean): string {
  const count = `${result.row_count.toLocaleString("en")} ${result.row_count === 1 ? "row" : "rows"}`;
  if (!result.isComplete) return isRunning ? `${count} so far…` : `${count}, then stopped`;
  if (isDefinition(result)) return `${result.command}, ${duration(result.ms)}`;
  const verb = verbs[isUpsert(result) ? "UPSERT" : result.command];
  const said =
    verb === undefined || result.tables === undefined
      ? count
      : `${count} ${verb} ${result.tables.join(", ")}`;
  return `${result.truncated ? "First " : ""}${said} in ${duration(result.ms)}`;
}

/** What has neither rows nor a number of them. */
function isDefinition({ command, columns }: RunningResult): boolean {
  return columns.length === 0 && !/^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|COPY)/.test(command);
}

function duration(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString("en")} ms`;
}

interface SqlErrorProps {
  readonly error: unknown;
  readonly line: number | null;
  readonly onGo: () => void;
}

function SqlError({ error, line, onGo }: SqlErrorProps) {
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
      </Notice>
    </div>
  );
}
