"use client";

import { CircleCheck, CircleSlash, CircleX, Download } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ImportInfo } from "./types.ts";
import { isUnderWay } from "./use-imports.ts";
import { bytesWords, count, rowsWords, timeLeft } from "./words.ts";

interface WatchImportProps {
  readonly item: ImportInfo;
  readonly onAgain: () => void;
  readonly onChanged: () => void;
}

/** An import that was started: how far it is, then what became of it. */
export function WatchImport({ item, onAgain, onChanged }: WatchImportProps) {
  const { databaseId } = useProject();
  const forget = useForget(databaseId);
  const isRunning = isUnderWay(item);
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    if (wasRunning.current && !isRunning) void forget.schema();
    wasRunning.current = isRunning;
  }, [isRunning, forget]);
  return (
    <section aria-labelledby="import-title" className="grid min-w-0 grid-cols-1 gap-5">
      <h2 id="import-title" className="truncate font-semibold text-base">
        {item.file_name}
      </h2>
      {isRunning ? <Running item={item} onChanged={onChanged} /> : <Result item={item} onAgain={onAgain} />}
    </section>
  );
}

function Running({ item, onChanged }: { readonly item: ImportInfo; readonly onChanged: () => void }) {
  const { databaseId } = useProject();
  const [isStopping, setStopping] = useState(false);
  const { bytes_read, rows_per_second, seconds_left } = item.progress;
  const percent = Math.floor((bytes_read / Math.max(item.bytes, 1)) * 100);
  const isCancelling = item.status === "cancelling" || isStopping;

  async function cancel() {
    setStopping(true);
    try {
      await call("DELETE", `/api/database/${databaseId}/imports/${item.id}`);
      onChanged();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
      setStopping(false);
    }
  }

  return (
    <div className="grid gap-3 rounded-xl border bg-raised p-5">
      <div className="flex items-baseline justify-between gap-4">
        <p className="font-medium">
          {isCancelling ? "Stopping" : item.status === "waiting" ? "Waiting to begin" : "Importing"}
        </p>
        <p className="text-soft text-sm tabular-nums">{percent} %</p>
      </div>
      <progress className="h-2 w-full accent-accent" max={100} value={percent} aria-label="Imported" />
      {/* A quarter at a time: every second would be noise. */}
      <p role="status" className="sr-only">
        {isCancelling ? "Stopping" : `${Math.floor(percent / 25) * 25} percent imported`}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-[0.8125rem] text-soft tabular-nums">
          {rowsWords(item.rows.read)} read · {bytesWords(bytes_read)} of {bytesWords(item.bytes)}
          {rows_per_second === null ? "" : ` · ${count(rows_per_second)} rows/s`}
          {seconds_left === null ? "" : ` · ${timeLeft(seconds_left)}`}
        </p>
        <Button size="sm" onClick={() => void cancel()} pending={isCancelling}>
          Cancel import
        </Button>
      </div>
      <p className="text-faint text-xs">
        It goes on when you leave this page, and after a restart of the server.
      </p>
    </div>
  );
}

const ends = {
  done: { icon: CircleCheck, tone: "text-good", title: "Imported" },
  failed: { icon: CircleX, tone: "text-danger", title: "The import failed" },
  cancelled: { icon: CircleSlash, tone: "text-faint", title: "The import was cancelled" },
} as const;

function Result({ item, onAgain }: { readonly item: ImportInfo; readonly onAgain: () => void }) {
  const { id, databaseId } = useProject();
  const { icon: Icon, tone, title } = ends[item.status as keyof typeof ends] ?? ends.failed;
  const { inserted, updated, skipped } = item.rows;
  const isNothing = inserted + updated === 0;
  return (
    <div className="grid gap-4">
      <div role="status" className="grid gap-4 rounded-xl border bg-raised p-5">
        <p className="flex items-center gap-2 font-medium">
          <Icon aria-hidden="true" className={`size-5 ${tone}`} />
          {title}
          {item.status === "done"
            ? null
            : isNothing
              ? ": nothing was stored"
              : ": what was stored before stays"}
        </p>
        <dl className="grid grid-cols-3 gap-4">
          <Fact label="Inserted" value={inserted} />
          <Fact label="Updated" value={updated} />
          <Fact label="Skipped" value={skipped} />
        </dl>
      </div>
      {item.error ? (
        <Notice tone="danger" title={item.error.message}>
          {item.error.hint}
        </Notice>
      ) : null}
      {item.report ? <Report report={item.report} /> : null}
      <div className="flex flex-wrap gap-2">
        {item.table !== null && item.status === "done" ? (
          <Button asChild variant="primary">
            <Link href={`/projects/${id}/database/tables/${encodeURIComponent(item.table)}`}>
              Open {item.table}
            </Link>
          </Button>
        ) : null}
        {skipped > 0 ? (
          <Button asChild>
            <a href={`/api/database/${databaseId}/imports/${item.id}/problems`} download>
              <Download aria-hidden="true" />
              File of skipped rows
            </a>
          </Button>
        ) : null}
        <Button onClick={onAgain}>Import another file</Button>
      </div>
    </div>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div className="flex flex-col-reverse border-l-2 pl-3">
      <dt className="text-faint text-xs">{label}</dt>
      <dd className="font-display font-semibold text-xl tabular-nums">{count(value)}</dd>
    </div>
  );
}

function Report({ report }: { readonly report: NonNullable<ImportInfo["report"]> }) {
  return (
    <div className="grid gap-2">
      <p className="text-[0.8125rem] text-soft">
        {count(report.statements)} statements were run
        {report.tables.length > 0 ? `; tables: ${report.tables.join(", ")}` : ""}.
      </p>
      {report.skipped.length > 0 ? (
        <details className="rounded-xl border bg-raised px-4 py-3">
          <summary className="cursor-pointer font-medium text-[0.8125rem]">
            {count(report.skipped.length)} statements were left out
          </summary>
          <ul className="mt-2 grid gap-1.5">
            {report.skipped.map(({ line, message, hint }) => (
              <li key={`${line} ${message}`} className="text-[0.8125rem]">
                <span className="text-faint tabular-nums">Line {count(line)}:</span> {message}{" "}
                <span className="text-soft">{hint}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
