import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { reportOf, reportTitle } from "./report-words.ts";
import type { RunningResult } from "./running-results.ts";

interface ScriptReportProps {
  readonly results: readonly RunningResult[];
  /** What it tells was undone again. */
  readonly isTrial: boolean;
  readonly onGoToLine: (line: number) => void;
}

/** What a pasted file came to: what was left out, line by line, with the reason and the way to get the same. */
export function ScriptReport({ results, isTrial, onGoToLine }: ScriptReportProps) {
  const report = reportOf(results);
  return (
    <section aria-label="Report" className="flex min-h-0 flex-1 flex-col">
      <p role="status" className="shrink-0 border-b px-4 py-2 font-medium text-sm tabular-nums">
        {reportTitle(report, isTrial)}
      </p>
      <ScrollRegion label="What was left out and what was applied" className="min-h-0 flex-1 overflow-y-auto">
        <ol aria-label="Left out" className="divide-y">
          {report.leftOut.map(({ line, position, code, message, hint }) => (
            <li
              key={position}
              className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[4.5rem_minmax(0,1fr)]"
            >
              <button
                type="button"
                className="min-h-6 self-start justify-self-start rounded text-link text-sm tabular-nums underline-offset-4 hover:underline"
                onClick={() => onGoToLine(line)}
              >
                Line {line}
              </button>
              <div className="min-w-0 text-sm">
                <p className="wrap-anywhere">
                  {message} <span className="font-mono text-faint text-xs">{code}</span>
                </p>
                {hint === null ? null : <p className="wrap-anywhere mt-0.5 max-w-prose text-soft">{hint}</p>}
              </div>
            </li>
          ))}
        </ol>
        <div className="grid gap-4 border-t bg-sunken px-4 py-3 text-[0.8125rem] text-soft">
          <p>
            <span className="font-medium text-ink">Applied:</span>{" "}
            {report.commands.map(({ command, count }) => `${count} × ${command}`).join(", ")}
          </p>
          {report.notices.length === 0 ? null : (
            <div>
              <p className="font-medium text-ink">Good to know</p>
              <ul className="mt-1 grid max-w-prose list-disc gap-1 pl-4">
                {report.notices.map(({ notice, count }) => (
                  <li key={notice} className="wrap-anywhere">
                    {notice}
                    {count > 1 ? ` (${count} times)` : ""}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </ScrollRegion>
    </section>
  );
}
