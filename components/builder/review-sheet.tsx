"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { explain, issuesOf } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import type { ApplyResult, ChangeImpact } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { changeWords } from "#components/tables/change-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { Change } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import { JobProgress } from "./job-progress.tsx";
import { newerOf } from "./newer-versions.ts";
import { type ReviewedChange, ReviewLine } from "./review-line.tsx";
import type { Submit } from "./use-submit.ts";

interface ReviewSheetProps {
  readonly submit: Submit;
  readonly onClose: () => void;
}

/** All changes in plain words, what each does to rows that exist, and the one button that makes them. */
export function ReviewSheet({ submit, onClose }: ReviewSheetProps) {
  const { databaseId } = useProject();
  const { draft } = useBuilder();
  const { base, changes } = draft.state;
  const check = useQuery({
    queryKey: ["builder-review", databaseId, base.version, changes],
    queryFn: () =>
      call<ApplyResult>("POST", `/api/database/${databaseId}/schema/apply`, {
        body: { changes, base_version: base.version, dry_run: true },
      }),
    enabled: changes.length > 0 && submit.status === "ready",
    retry: false,
    gcTime: 0,
  });
  const forget = useForget(databaseId);
  const isBehind = newerOf(check.error) !== null;
  const catchUp = useEffectEvent(() => void forget.schema());
  // The newest tables come, and the draft is brought onto them, or what is in its way is shown.
  useEffect(() => {
    if (isBehind) catchUp();
  }, [isBehind]);
  const problem = submit.error ?? (isBehind ? null : check.error);
  const lines = linesOf(changes, check.data?.impact);
  const isBlocked = lines.some(({ isBlocking }) => isBlocking) || check.error !== null;
  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Review ${countWords(lines.length)}`}
      description="They are made together, in one transaction: all of them or none."
    >
      <div className="relative grid min-h-0 flex-1 content-start gap-4 overflow-y-auto p-5">
        {problem ? <Problem error={problem} changes={changes} /> : null}
        <p role="status" className="flex min-h-5 items-center gap-2 text-[0.8125rem] text-soft">
          {check.isFetching || isBehind ? (
            <>
              <Spinner />{" "}
              {isBehind ? "Somebody changed the tables: loading them…" : "Looking at the rows that exist…"}
            </>
          ) : check.data ? (
            impactWords(lines)
          ) : null}
        </p>
        <ol className="grid gap-2">
          {lines.map((line) => (
            <ReviewLine
              key={line.index}
              {...line}
              onDiscard={submit.status === "ready" ? () => draft.discard(line.index) : null}
            />
          ))}
        </ol>
        {lines.length === 0 ? <p className="text-soft">Nothing is left to apply.</p> : null}
        {submit.job ? <JobProgress job={submit.job} onCancel={submit.cancelJob} /> : null}
      </div>
      <div className="flex items-center justify-between gap-3 border-t px-5 py-3">
        <Button
          variant="quietDanger"
          disabled={changes.length === 0 || submit.status !== "ready"}
          onClick={() => {
            draft.restart(base);
            onClose();
          }}
        >
          Discard all
        </Button>
        <Button
          variant="primary"
          pending={submit.status !== "ready"}
          disabled={changes.length === 0 || isBlocked}
          onClick={() => void submit.send()}
        >
          Apply {countWords(lines.length)}
        </Button>
      </div>
    </Sheet>
  );
}

/** Moves of cards are one line: nobody reads two hundred of them. */
function linesOf(
  changes: readonly Change[],
  impact: readonly ChangeImpact[] = [],
): readonly ReviewedChange[] {
  return changes.flatMap((change, index) => {
    if (change.kind === "move_table") return [];
    const { rows = 0, warning = null } = impact[index] ?? {};
    // What is dropped is lost as said; any other warning is of rows that stand in the way.
    const isBlocking = warning !== null && change.kind !== "drop_table" && change.kind !== "drop_column";
    return [{ index, words: changeWords(change), kind: change.kind, rows, warning, isBlocking }];
  });
}

export function countWords(count: number): string {
  return count === 1 ? "1 change" : `${count} changes`;
}

function impactWords(lines: readonly ReviewedChange[]): string {
  const rows = lines.reduce((most, line) => Math.max(most, line.rows), 0);
  const blocking = lines.filter(({ isBlocking }) => isBlocking).length;
  if (blocking > 0)
    return `Rows stand in the way of ${countWords(blocking)}: change those rows, or leave ${blocking === 1 ? "it" : "them"} out.`;
  return rows === 0 ? "No stored row has to be touched." : "Rows that exist are brought along.";
}

function Problem({ error, changes }: { readonly error: unknown; readonly changes: readonly Change[] }) {
  const issues = issuesOf(error);
  const { title, description } =
    error instanceof Error ? explain(error) : explainJob(error as { message: string; hint: string | null });
  return (
    <Notice tone="danger" title={title}>
      {description}
      {issues.length > 0 ? (
        <ul className="mt-1 list-disc pl-4">
          {issues.map(({ path, message }) => (
            <li key={path + message}>
              {wordsAt(changes, path)}
              {message === title ? null : message}
              <Rows issue={issues.find((other) => other.path === path && other.message === message)} />
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}

function explainJob({ message, hint }: { readonly message: string; readonly hint: string | null }) {
  return { title: message, description: hint ?? undefined };
}

function wordsAt(changes: readonly Change[], path: string): string {
  const change = changes[Number(/^\/changes\/(\d+)/.exec(path)?.[1] ?? Number.NaN)];
  return change === undefined ? "" : `${changeWords(change)}: `;
}

/** The first rows that do not fit, by their keys. */
function Rows({ issue }: { readonly issue: object | undefined }) {
  if (issue === undefined || !("rows" in issue) || !Array.isArray(issue.rows)) return null;
  const rows = issue.rows as readonly { readonly key: string | null; readonly value: string | null }[];
  return (
    <span className="mt-0.5 block break-all font-mono text-2xs">
      {rows.map(({ key, value }) => `${key ?? "?"}: ${value ?? "empty"}`).join(" · ")}
    </span>
  );
}
