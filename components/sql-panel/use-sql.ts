"use client";

import { useRef, useState } from "react";
import { ApiError } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import { mayWrite } from "./may-write.ts";
import { type CheckedSql, checkSql, useForgetPanel } from "./panel-api.ts";
import { mayLeaveOut } from "./report-words.ts";
import { type ResultTab, type ShownTabs, withEnd, withoutTab, withResults } from "./result-tabs.ts";
import { collectResults } from "./running-results.ts";
import { type SqlProblem, statementRanges, type TextToRun } from "./sql-position.ts";
import { problemOf } from "./sql-problem.ts";
import { type RunReceipt, streamSql } from "./stream-results.ts";
import { type FilledParameter, requestOf } from "./use-parameters.ts";

export interface SqlRun extends ShownTabs {
  /** `stopped`: the last run was ended by whoever began it. */
  readonly status: "idle" | "running" | "stopped";
  readonly error: unknown;
  /** Where in the editor's text the error lies, when Postgres said so. */
  readonly problem: SqlProblem | null;
  /** The new results are those of a trial: what was run, which has changed nothing yet. */
  readonly trial: (TextToRun & Trial) | null;
  readonly receipt: RunReceipt | null;
  /** What was run last. */
  readonly ran: TextToRun | null;
  /** Whether the last run stopped at what nothing here can do, and the rest of its text may be applied without it. */
  readonly mayLeaveOut: boolean;
}

interface Trial {
  /** What the server has said of the statements. */
  readonly statements: CheckedSql["statements"];
  /** Why it could not be undone once it is run. */
  readonly undoRefusal?: string | null;
}

interface RunOptions {
  readonly parameters: readonly FilledParameter[];
  /** Whether what would write is tried first. */
  readonly isPreviewed: boolean;
  /** Whether what nothing here can do is left out. */
  readonly leavesOut?: true;
}

const start: SqlRun = {
  status: "idle",
  tabs: [],
  shown: null,
  isChosen: false,
  closed: [],
  error: null,
  problem: null,
  trial: null,
  receipt: null,
  ran: null,
  mayLeaveOut: false,
};
const nothingWrong = { error: null, problem: null, trial: null, receipt: null, mayLeaveOut: false };
const rowsMax = 10_000;
/** The server's own limit; a longer text is not even sent. */
const charactersMax = 262_144;

function tooLong({ length }: string): ApiError {
  const [own, most] = [length, charactersMax].map((count) => count.toLocaleString("en"));
  return new ApiError(0, {
    code: "54001",
    message: `This text has ${own} characters; ${most} can be run at once.`,
    hint: "Run it in parts, or bring the file in on the page Import & export.",
    ...{ details: null, id: null },
  });
}

/** Runs SQL and keeps what came of it. One run at a time. */
export function useSql(databaseId: string) {
  const [state, setState] = useState<SqlRun>(start);
  const running = useRef<AbortController | null>(null);
  const nextId = useRef(1);
  /** The results of this run have this id or a later one. */
  const begunAt = useRef(1);
  const forget = useForget(databaseId);
  const forgetPanel = useForgetPanel(databaseId);
  const confirmed = useRef<RunOptions | null>(null);

  /** What would write is tried first when the preview is on, and always when it would write every row of a table. */
  async function run(wanted: TextToRun, options: RunOptions) {
    if (running.current || wanted.text.trim() === "") return;
    const controller = begin(wanted);
    confirmed.current = options;
    try {
      if (wanted.text.length > charactersMax) throw tooLong(wanted.text);
      const trial = mayWrite(wanted.text) ? await trialOf(wanted, options, controller.signal) : null;
      await execute(wanted, options, trial, controller.signal);
    } catch (error) {
      fail(error, wanted, controller.signal);
    }
    running.current = null;
  }

  function begin(ran: TextToRun): AbortController {
    const controller = new AbortController();
    running.current = controller;
    begunAt.current = nextId.current;
    const untouched = { isChosen: false, closed: [] };
    setState((before) => ({ ...before, ...nothingWrong, ...untouched, ran, status: "running" }));
    return controller;
  }

  async function trialOf(
    wanted: TextToRun,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<SqlRun["trial"]> {
    const { query, param_types: types } = requestOf(wanted.text, options.parameters);
    const { statements, problems } = await checkSql(
      databaseId,
      { query, ...(types === undefined ? {} : { param_types: types }) },
      signal,
    );
    // What is wrong is told by running it: nothing of it will be done.
    if (problems.length > 0) return null;
    const isUnbounded = statements.some((statement) => statement.is_unbounded);
    const isWriting = statements.some(({ kind }) => kind === "write" || kind === "definition");
    return (options.isPreviewed && isWriting) || isUnbounded ? { ...wanted, statements } : null;
  }

  async function execute(
    wanted: TextToRun,
    options: RunOptions,
    trial: SqlRun["trial"],
    signal: AbortSignal,
  ) {
    const typed = requestOf(wanted.text, options.parameters);
    const request = {
      ...typed,
      ...{ limit: rowsMax, history: true, undo: true },
      ...(typed.params === undefined ? {} : { named_query: wanted.text }),
      ...(trial === null ? {} : { dry_run: true }),
      ...(options.leavesOut === true ? { unsupported: "skip" as const } : {}),
    };
    const ids: number[] = [];
    const outcome = await collectResults(streamSql(databaseId, request, signal), (results) => {
      while (ids.length < results.length) ids.push(nextId.current++);
      const tabs = results.map((result, statement) => ({
        id: ids[statement] ?? 0,
        result: { ...result, source: { ...typed, statement } },
      }));
      setState((before) => ({ ...before, ...withResults(before, tabs) }));
    });
    setState((before) => ({
      ...before,
      ...withEnd(before),
      status: "idle",
      trial: trial === null ? null : { ...trial, undoRefusal: outcome.receipt?.undo?.refusal ?? null },
      receipt: trial === null ? outcome.receipt : null,
    }));
    void forgetPanel("history");
    if (trial === null && outcome.results.some(({ command }) => command !== "SELECT")) void forget.schema();
  }

  function fail(error: unknown, wanted: TextToRun, signal: AbortSignal) {
    if (signal.aborted) {
      // What the run before has shown is no answer to what was stopped.
      const ofThis = ({ id, isPinned }: ResultTab) => isPinned || id >= begunAt.current;
      setState((before) => ({ ...before, status: "stopped", tabs: before.tabs.filter(ofThis) }));
    } else {
      const problem = problemOf(error, wanted.text, wanted.offset);
      const isLeaving = confirmed.current?.leavesOut === true;
      const code = error instanceof ApiError ? error.code : "";
      const isOffered = !isLeaving && mayLeaveOut(code, statementRanges(wanted.text).length);
      setState((before) => ({
        ...before,
        ...{ status: "idle", error, problem, mayLeaveOut: isOffered },
        tabs: before.tabs.filter(({ isPinned }) => isPinned),
      }));
    }
    void forgetPanel("history");
  }

  return {
    state,
    run,
    /** Runs for real what was tried. */
    async confirm() {
      const { trial } = state;
      if (trial === null || confirmed.current === null || running.current) return;
      const controller = begin(trial);
      try {
        await execute(trial, confirmed.current, null, controller.signal);
      } catch (error) {
        fail(error, trial, controller.signal);
      }
      running.current = null;
    },
    /** Runs the last text once more, without what nothing here can do; tried first where that is asked for. */
    async leaveOut() {
      const { ran } = state;
      if (ran === null || confirmed.current === null || running.current) return;
      const options: RunOptions = { ...confirmed.current, leavesOut: true };
      confirmed.current = options;
      const controller = begin(ran);
      try {
        const trial = options.isPreviewed ? { ...ran, statements: [] } : null;
        await execute(ran, options, trial, controller.signal);
      } catch (error) {
        fail(error, ran, controller.signal);
      }
      running.current = null;
    },
    dismiss: () =>
      setState((before) => ({
        ...before,
        ...nothingWrong,
        tabs: before.tabs.filter(({ isPinned }) => isPinned),
      })),
    cancel: () => running.current?.abort(),
    show: (id: number) => setState((before) => ({ ...before, shown: id, isChosen: true })),
    pin: (id: number) =>
      setState((before) => ({
        ...before,
        tabs: before.tabs.map((tab) => (tab.id === id ? { ...tab, isPinned: !tab.isPinned } : tab)),
      })),
    close: (id: number) => setState((before) => ({ ...before, ...withoutTab(before, id) })),
    /** Puts back what the last run has written. @returns what was put back. */
    async undo(runId: string) {
      const path = `/api/database/${databaseId}/sql/history/${runId}/undo`;
      const { undone } = await call<{ undone: readonly { table: string; rows: number }[] }>("POST", path);
      setState((before) => (before.receipt?.id === runId ? { ...before, receipt: null } : before));
      void forgetPanel("history");
      void forget.schema();
      return undone;
    },
    /** The text was changed: a mark in it would now be at the wrong place. */
    clearProblem: () => setState((before) => (before.problem ? { ...before, problem: null } : before)),
  };
}
