"use client";

import { Pin, PinOff, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { ExplainView } from "./explain-view.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { planOf } from "./plan.ts";
import { isReported } from "./report-words.ts";
import { ResultGrid } from "./result-grid.tsx";
import type { ResultTab } from "./result-tabs.ts";
import type { RunningResult } from "./running-results.ts";
import { ScriptReport } from "./script-report.tsx";
import { SqlError } from "./sql-error.tsx";
import type { SqlRun } from "./use-sql.ts";
import { hasWritten } from "./write-words.ts";

interface ResultsProps {
  readonly run: SqlRun;
  readonly databaseId: string;
  readonly onShow: (id: number) => void;
  readonly onPin: (id: number) => void;
  readonly onClose: (id: number) => void;
  /** The line of the text that the error is on; null where Postgres names none. */
  readonly errorLine: number | null;
  readonly onGoToError: () => void;
  /** The line of the text that was run. */
  readonly onGoToLine: (line: number) => void;
  /** Runs what stopped without what nothing here can do. */
  readonly onLeaveOut: () => void;
  /** What can be done about the last run: undo it. */
  readonly children: ReactNode;
}

const statusWords = { idle: "Results appear here.", running: "Running…", stopped: "Stopped." } as const;

/** What came of the runs: a tab for each result, the pinned ones kept. */
export function Results(props: ResultsProps) {
  const { run, databaseId, errorLine, onShow, onPin, onClose, onGoToError, onLeaveOut, children } = props;
  const shown = run.tabs.find(({ id }) => id === run.shown) ?? run.tabs.at(-1);
  const told = reportedTabs(run.tabs);
  if (told !== null)
    return <Reported {...props} told={told} shown={told.rows.find(({ id }) => id === shown?.id) ?? null} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {run.tabs.length > 0 ? (
        <Tabs tabs={run.tabs} shown={shown?.id ?? null} onShow={onShow} onPin={onPin} onClose={onClose} />
      ) : null}
      {children}
      {run.error ? (
        <SqlError
          error={run.error}
          line={errorLine}
          onGo={onGoToError}
          onLeaveOut={run.mayLeaveOut ? onLeaveOut : null}
        />
      ) : null}
      {shown === undefined && !run.error ? <p className="p-6 text-faint">{statusWords[run.status]}</p> : null}
      {shown?.isPinned && run.status === "stopped" ? (
        <p role="status" className="border-b px-3 py-2 text-[0.8125rem] text-soft">
          {statusWords.stopped}
        </p>
      ) : null}
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

interface ReportedTabs {
  /** What the report is about. */
  readonly all: readonly ResultTab[];
  /** What has rows to be shown, and what was kept. */
  readonly rows: readonly ResultTab[];
}

/** Null: each result is told on a tab of its own. */
function reportedTabs(tabs: readonly ResultTab[]): ReportedTabs | null {
  const all = tabs.filter(({ isPinned }) => !isPinned);
  if (!isReported(all.map(({ result }) => result))) return null;
  return { all, rows: tabs.filter(({ isPinned, result }) => isPinned || result.columns.length > 0) };
}

interface ReportedProps extends ResultsProps {
  readonly told: ReportedTabs;
  /** Null: the report. */
  readonly shown: ResultTab | null;
}

/** A file that was applied in part: its report, and a tab for each result that has rows. */
function Reported({
  told,
  shown,
  run,
  databaseId,
  onShow,
  onPin,
  onClose,
  onGoToLine,
  children,
}: ReportedProps) {
  const isTrial = run.trial !== null;
  const report = told.all.find(({ result }) => result.skipped !== undefined)?.id ?? null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {told.rows.length === 0 ? null : (
        <div className="flex min-w-0 items-end bg-sunken">
          <button
            type="button"
            aria-current={shown === null ? "true" : undefined}
            className={cn(
              "ml-2 h-8 shrink-0 rounded-t-md border border-b-0 border-transparent px-3 text-[0.8125rem]",
              shown === null ? "border-line bg-surface font-medium" : "text-soft",
            )}
            onClick={() => report !== null && onShow(report)}
          >
            Report
          </button>
          <div className="min-w-0 flex-1">
            <Tabs
              tabs={told.rows}
              shown={shown?.id ?? null}
              onShow={onShow}
              onPin={onPin}
              onClose={onClose}
            />
          </div>
        </div>
      )}
      {children}
      {shown === null ? (
        <ScriptReport
          results={told.all.map(({ result }) => result)}
          isTrial={isTrial}
          onGoToLine={onGoToLine}
        />
      ) : (
        <Result
          key={shown.id}
          tab={shown}
          databaseId={databaseId}
          isRunning={run.status === "running"}
          isTrial={isTrial && !shown.isPinned}
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

function summary(result: RunningResult, isRunning: boolean): string {
  const count = `${result.row_count.toLocaleString("en")} ${result.row_count === 1 ? "row" : "rows"}`;
  if (!result.isComplete) return isRunning ? `${count} so far…` : `${count}, then stopped`;
  if (isDefinition(result)) return `${result.command}, ${duration(result.ms)}`;
  const said = hasWritten(result) ?? count;
  return `${result.truncated ? "First " : ""}${said} in ${duration(result.ms)}`;
}

/** What has neither rows nor a number of them. */
function isDefinition({ command, columns }: RunningResult): boolean {
  return columns.length === 0 && !/^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|COPY)/.test(command);
}

function duration(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString("en")} ms`;
}
