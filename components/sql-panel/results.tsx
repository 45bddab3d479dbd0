"use client";

import { useState } from "react";
import { ApiError, explain } from "#components/api/api-error.ts";
import type { SqlResult } from "#components/api/types.ts";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { ResultGrid } from "./result-grid.tsx";
import type { SqlRun } from "./use-sql.ts";

/** What came of the last run: rows, or why there are none. */
export function Results({ run }: { readonly run: SqlRun }) {
  if (run.error) return <SqlError error={run.error} />;
  if (run.results === null) {
    return (
      <p className="p-6 text-faint">
        {run.status === "running" ? <Spinner className="inline" /> : "Results appear here."}
      </p>
    );
  }
  return <ResultSets key={run.results.length} results={run.results} isStale={run.status === "running"} />;
}

interface ResultSetsProps {
  readonly results: readonly SqlResult[];
  readonly isStale: boolean;
}

function ResultSets({ results, isStale }: ResultSetsProps) {
  const [chosen, setChosen] = useState(results.length - 1);
  const result = results[chosen];
  if (result === undefined) return <p className="p-6 text-faint">There was no statement to run.</p>;
  return (
    <div className={cn("flex min-h-0 flex-1 flex-col", isStale && "opacity-60")}>
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 text-[0.8125rem] text-soft md:px-6">
        {results.length > 1 ? (
          <label className="flex items-center gap-2">
            Statement
            <select
              value={chosen}
              onChange={(event) => setChosen(Number(event.target.value))}
              className="h-7 rounded-md border border-control bg-surface px-1.5"
            >
              {results.map((item, index) => {
                const place = index + 1;
                return (
                  <option key={place} value={index}>
                    {place} {item.command}
                  </option>
                );
              })}
            </select>
          </label>
        ) : null}
        <p role="status" className="tabular-nums">
          {rowsWords(result)} in {result.ms < 10 ? result.ms.toFixed(1) : Math.round(result.ms)} ms
        </p>
        {result.notice === undefined ? null : <p>{result.notice}</p>}
        <ExportMenu result={result} />
        {result.truncated ? (
          <p className="text-warn">
            Cut off: there are more rows. Add a LIMIT or a condition to see the ones you need.
          </p>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <section className="relative min-h-0 flex-1 overflow-auto" tabIndex={0} aria-label="Result rows">
        <ResultGrid result={result} />
      </section>
    </div>
  );
}

function rowsWords(result: SqlResult): string {
  const count = result.row_count;
  const shown = result.truncated
    ? `First ${result.rows.length.toLocaleString("en")} rows`
    : `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
  return shown;
}

function SqlError({ error }: { readonly error: unknown }) {
  const { title, description } = explain(error);
  return (
    <div className="p-4 md:p-6">
      <Notice tone="danger" title={title}>
        {description}
        {error instanceof ApiError ? <p className="mt-1 font-mono text-faint text-xs">{error.code}</p> : null}
      </Notice>
    </div>
  );
}
