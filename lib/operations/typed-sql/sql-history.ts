import { randomUUID } from "node:crypto";
import { parameterNames, withNumberedParameters } from "../../catalog/query-parameters.ts";
import type { TenantScope } from "../../db/scope.ts";
import { isAppError } from "../../errors/app-error.ts";
import { keptRowsMax } from "../../query/write/kept-rows.ts";
import { runtime } from "../../runtime/runtime.ts";
import {
  countUndoRows,
  deleteUndoRows,
  insertSqlRun,
  type SqlRun,
  selectSqlRuns,
} from "../../store/typed-sql/sql-run.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";
import type { Script } from "./script-progress.ts";
import type { RunSqlInput } from "./sql-run.ts";

/** What a run is called in the history, and how much of what it wrote can be undone. */
export interface NotedRun {
  readonly id: string;
  readonly undo: { readonly rows: number; readonly refusal: string | null } | null;
}

/** What a run came to. */
export interface RunOutcome {
  readonly commands: readonly string[];
  readonly row_count: number;
}

/** A run that is being noted. */
export interface RunNote {
  /** Set when its writes are to keep the rows as they were. */
  readonly kept?: NonNullable<Script["kept"]>;
  done(outcome: RunOutcome): Promise<NotedRun | null>;
  failed(error: unknown, signal: AbortSignal | undefined): Promise<void>;
}

const paramsLengthMax = 10_000;

/**
 * Begins a line of the asking user's history. By default what a signed-in person runs is noted, and what a personal
 * access token runs is not; `history` says otherwise.
 */
export function beginRun(actor: Actor, scope: TenantScope, input: RunSqlInput): RunNote {
  const isNoted = input.history ?? actor.credential.kind === "session";
  if (!isNoted) return { done: async () => null, failed: async () => undefined };
  const id = randomUUID();
  const startedAt = performance.now();
  const isTrial = input.dry_run === true;
  // A trial keeps them as well, until it is rolled back: so it can tell what could not be undone.
  const isKept = input.undo === true && scope.role !== "viewer";
  const kept = isKept
    ? { id, userId: actor.userId, refusals: new Set<string>(), writes: new Map<string, number>() }
    : undefined;
  const note = async (run: Pick<SqlRun, "status" | "error"> & RunOutcome, undo: NotedRun["undo"]) => {
    const params = JSON.stringify(input.params ?? []).length > paramsLengthMax ? [] : (input.params ?? []);
    const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
    const images = { undo_rows: undo?.rows ?? 0, undo_refusal: undo?.refusal ?? null };
    const line = { id, query: notedText(input), params, is_trial: isTrial, ms, ...images, ...run };
    await runtime().database.query(scope, insertSqlRun(scope, line));
  };
  return {
    ...(kept === undefined ? {} : { kept }),
    async done(outcome) {
      const undo = await (isTrial ? undoOfTrial(kept, outcome) : undoOf(scope, kept));
      await note({ status: "done", error: null, ...outcome }, isTrial ? null : undo);
      return { id, undo };
    },
    async failed(error, signal) {
      const status = signal?.aborted === true ? "cancelled" : "failed";
      await note({ status, error: told(error), commands: [], row_count: 0 }, null).catch((cause: unknown) =>
        // The run's own error is what the user has to see.
        runtime().log.warn({ err: cause }, "a run of typed SQL could not be noted"),
      );
    },
  };
}

/** What is opened again: with the parameters' names, if they are those of what was run. */
function notedText({ query, named_query: named }: RunSqlInput): string {
  return named !== undefined && withNumberedParameters(named, parameterNames(named)) === query
    ? named
    : query;
}

function told(error: unknown): NonNullable<SqlRun["error"]> {
  return isAppError(error)
    ? { code: error.code, message: error.message }
    : { code: "RH000", message: "Internal error" };
}

const tooMany = `It wrote more than ${keptRowsMax.toLocaleString("en")} rows.`;

/** Why a run like this trial could not be undone; that its rows are too large is seen only when they have been kept. */
function undoOfTrial(kept: RunNote["kept"], { commands, row_count: rows }: RunOutcome): NotedRun["undo"] {
  if (kept === undefined) return null;
  if (commands.length === 1 && kept.writes.size > 0 && rows > keptRowsMax) kept.refusals.add(tooMany);
  const [refusal] = kept.refusals;
  return refusal === undefined ? null : { rows: 0, refusal };
}

/** What the run has kept, thrown away again when it is not all there. */
async function undoOf(scope: TenantScope, run: RunNote["kept"]): Promise<NotedRun["undo"]> {
  if (run === undefined) return null;
  const { id, refusals, writes } = run;
  // What only reads has kept nothing.
  if (writes.size === 0 && refusals.size === 0) return null;
  const { database } = runtime();
  const { rows } = await database.query<{ rows: number; most: number; is_lost: boolean }>(
    scope,
    countUndoRows(scope, id),
  );
  const { rows: kept = 0, most = 0, is_lost: isLost = false } = rows[0] ?? {};
  if (most > keptRowsMax) refusals.add(tooMany);
  else if (isLost) refusals.add("The rows that it wrote are too large to be kept.");
  const [refusal] = refusals;
  if (refusal === undefined) return kept === 0 ? null : { rows: kept, refusal: null };
  if (kept > 0) await database.query(scope, deleteUndoRows(scope, id));
  return { rows: 0, refusal };
}

/** One's own runs, newest first. @param search a text that the query holds. */
export async function listSqlRuns(
  actor: Actor,
  databaseId: string,
  { search, ...page }: PageRequest & { readonly search: string },
): Promise<Page<SqlRun>> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { rows } = await runtime().database.query<SqlRun & { total: number }>(
    scope,
    selectSqlRuns(scope, { search, ...page }),
  );
  const items = rows.map(({ total: _, ...run }) => run);
  return { items, total: Number(rows[0]?.total ?? 0), ...page };
}
