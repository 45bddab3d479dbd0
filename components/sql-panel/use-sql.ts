"use client";

import { useRef, useState } from "react";
import { ApiError } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import type { SqlResult } from "#components/api/types.ts";
import { mayWrite } from "./may-write.ts";
import type { SqlProblem } from "./sql-editor.tsx";
import { statementRanges, tokenAt, toOffset } from "./sql-position.ts";

export interface SqlRun {
  readonly status: "idle" | "running";
  readonly results: readonly SqlResult[] | null;
  readonly error: unknown;
  /** Where in the editor's text the error lies, when Postgres said so. */
  readonly problem: SqlProblem | null;
  /** The results are those of a trial: what was run, which has changed nothing yet. */
  readonly trial: { readonly text: string; readonly offset: number } | null;
}

const nothing = { results: null, error: null, problem: null, trial: null };

const rowsMax = 1000;

/** Runs SQL and keeps what came of it. One run at a time. */
export function useSql(databaseId: string) {
  const [state, setState] = useState<SqlRun>({ status: "idle", ...nothing });
  const running = useRef<AbortController | null>(null);
  const forget = useForget(databaseId);

  /** What could lose something is tried first, and runs when it is confirmed. */
  const run = (text: string, offset: number) => send(text, offset, mayWrite(text));

  /** @param offset where `text` begins in the editor. */
  async function send(text: string, offset: number, isTrial: boolean) {
    if (running.current || text.trim() === "") return;
    const controller = new AbortController();
    running.current = controller;
    setState((before) => ({ ...before, status: "running", problem: null, trial: null }));
    try {
      const answer = await call<{ results: readonly SqlResult[] }>(
        "POST",
        `/api/database/${databaseId}/sql`,
        {
          body: { query: text, limit: rowsMax, ...(isTrial ? { dry_run: true } : {}) },
          signal: controller.signal,
        },
      );
      const trial = isTrial ? { text, offset } : null;
      setState({ status: "idle", ...nothing, results: answer.results, trial });
      if (!isTrial && answer.results.some((result) => result.command !== "SELECT")) void forget.schema();
    } catch (error) {
      if (controller.signal.aborted) setState((before) => ({ ...before, status: "idle" }));
      else setState({ status: "idle", ...nothing, error, problem: problemOf(error, text, offset) });
    }
    running.current = null;
  }

  return {
    state,
    run,
    /** Runs for real what was tried. */
    confirm: () => {
      if (state.trial !== null) void send(state.trial.text, state.trial.offset, false);
    },
    dismiss: () => setState({ status: "idle", ...nothing }),
    cancel: () => running.current?.abort(),
    /** The text was changed: a mark in it would now be at the wrong place. */
    clearProblem: () => setState((before) => (before.problem ? { ...before, problem: null } : before)),
  };
}

function problemOf(error: unknown, text: string, offset: number): SqlProblem | null {
  if (!(error instanceof ApiError)) return null;
  const { statement, position } = placeOf(error.details);
  const range = statementRanges(text)[statement];
  if (position === null || range === undefined) return null;
  const token = tokenAt(text, range.start + toOffset(text.slice(range.start), position));
  return { range: { start: offset + token.start, end: offset + token.end }, message: error.message };
}

function placeOf(details: unknown): { statement: number; position: number | null } {
  const none = { statement: 0, position: null };
  if (typeof details !== "object" || details === null) return none;
  const { statement = 0, position = null } = details as { statement?: unknown; position?: unknown };
  return typeof statement === "number" && typeof position === "number" ? { statement, position } : none;
}
