import { setTimeout as sleep } from "node:timers/promises";
import { runtime } from "../../runtime/runtime.ts";
import { type JobClaim, releaseJob } from "../../store/job-claim.ts";
import { deleteParts, type ImportRow } from "../../store/records/import.ts";
import { finishImport, type ImportEnd, reportImport } from "../../store/records/import-work.ts";
import { isUnreadable } from "../../transfer/source-row.ts";
import { errorOf, isPassing, openJobScope } from "../schema/run-job.ts";
import type { ClaimedImport, ImportOutcome } from "./claimed-import.ts";
import { findImport, unreadable } from "./find-import.ts";
import { importAtOnce } from "./import-at-once.ts";
import { importInBatches } from "./import-in-batches.ts";
import { importScript } from "./import-script.ts";
import type { ImportMade, ImportSettings } from "./import-settings.ts";
import { storedFile } from "./stored-file.ts";
import { takeAway } from "./take-away.ts";

/** A server that has not moved an import on for so long is taken for dead. */
export const leaseSeconds = 20;
const attemptsMax = 20;
const pauseSeconds = 5;

/** Works on a claimed import until it is over. Never rejects: what goes wrong is written into it, and logged. */
export async function runImport(row: ImportRow, claim: JobClaim, signal: AbortSignal): Promise<void> {
  const log = runtime().log.child({ import: row.id });
  const scope = openJobScope(row);
  // Written by `startImport` alone.
  const settings = row.settings as ImportSettings;
  const claimed = { scope, row, claim, settings, file: storedFile(scope, row), signal };
  const stopBeating = heartbeat(claimed);
  try {
    const outcome = row.status === "cancelling" ? ({ kind: "cancelled" } as const) : await work(claimed);
    await conclude(claimed, outcome);
    log.info({ outcome: outcome.kind }, "import ended");
  } catch (error) {
    log.warn({ err: error }, "import failed");
    await fail(claimed, error).catch((failure: unknown) =>
      log.error({ err: failure }, "import could not be ended"),
    );
  } finally {
    stopBeating();
  }
}

function work(claimed: ClaimedImport): Promise<ImportOutcome> {
  const { settings } = claimed;
  if (settings.kind === "script") return importScript({ ...claimed, settings });
  if (settings.on_error === "stop") return importAtOnce({ ...claimed, settings });
  return importInBatches({ ...claimed, settings });
}

/** Between batches, and while a large part of a file is read: that the server lives. */
function heartbeat({ scope, row, claim, file }: ClaimedImport): () => void {
  const controller = new AbortController();
  const beat = async () => {
    while (!controller.signal.aborted) {
      await sleep((leaseSeconds / 4) * 1000, undefined, { signal: controller.signal });
      const bytes = Math.max(row.bytes_done, Math.min(file.position, row.bytes));
      const alive = reportImport(scope, row.id, claim, { rows: null, bytes });
      // One that fails is followed by another.
      await runtime()
        .database.query(scope, alive)
        .catch(() => undefined);
    }
  };
  beat().catch(() => undefined);
  return () => controller.abort();
}

async function conclude(claimed: ClaimedImport, outcome: ImportOutcome): Promise<void> {
  switch (outcome.kind) {
    case "done":
      await noteRows(claimed, outcome.filled);
      if (outcome.isNoted !== true)
        await end(claimed, { status: "done", error: null, report: outcome.report });
      return discard(claimed);
    case "cancelled":
      await end(claimed, { status: "cancelled", error: null });
      return discard(claimed);
    case "stopped":
      await runtime().database.query(
        claimed.scope,
        releaseJob("imports", claimed.scope, {
          id: claimed.row.id,
          worker: claimed.claim.worker,
          afterSeconds: 0,
        }),
      );
      return;
    case "lost":
      return;
  }
}

/** The planner learns of the tables that have grown. */
async function noteRows(
  { scope, row, settings }: ClaimedImport,
  filled: readonly string[] | undefined,
): Promise<void> {
  const tables = filled ?? (settings.kind === "rows" ? [settings.table.name] : []);
  const { inserted } = await findImport(scope, row.id);
  await runtime().rowStatistics.wrote(scope, tables, inserted);
}

async function fail(claimed: ClaimedImport, error: unknown): Promise<void> {
  const { scope, row, claim } = claimed;
  if (isPassing(error) && row.attempts < attemptsMax) {
    const pause = pauseSeconds * row.attempts;
    await runtime().database.query(
      scope,
      releaseJob("imports", scope, { id: row.id, worker: claim.worker, afterSeconds: pause }),
    );
    return;
  }
  const known = isUnreadable(error) ? unreadable(error) : error;
  await end(claimed, { status: "failed", error: errorOf(known, "The file could not be imported.") });
  await discard(claimed);
}

async function end({ scope, row, claim }: ClaimedImport, outcome: ImportEnd): Promise<void> {
  await runtime().database.query(scope, finishImport(scope, row.id, claim, outcome));
}

/** The file, and what was made for rows of which none was stored. */
async function discard({ scope, row, settings }: ClaimedImport): Promise<void> {
  await runtime().database.query(scope, deleteParts(scope, row.id));
  const ended = await findImport(scope, row.id);
  const isEmpty = ended.inserted + ended.updated === 0 && ended.status !== "done";
  // Written by `startImport` alone.
  const made = (row.made ?? {}) as ImportMade;
  if (isEmpty && settings.kind === "rows") await takeAway(scope, made, settings.table.name);
}
