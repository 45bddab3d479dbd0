import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { systemScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { ImportRow } from "../../store/records/import.ts";
import { claimDueImport, deleteOldImports } from "../../store/records/import-work.ts";
import { leaseSeconds, runImport } from "./run-import.ts";

/** How often a server looks for files that wait, or that another has left lying. */
const intervalMs = 1_000;
const cleaningMs = 3_600_000;
/** Of different projects. More would only wait for the same disk. */
const importsMax = 2;

/**
 * Works on whatever imports wait, until it is closed: those under way are then given back between two batches, and taken up
 * by the next server that looks.
 */
export function workOnImports(): { close(): Promise<void> } {
  const closing = new AbortController();
  const workers = Array.from({ length: importsMax }, () => keepWorking(closing.signal));
  const cleaner = keepCleaning(closing.signal);
  return {
    close: async () => {
      closing.abort();
      await Promise.race([Promise.all([...workers, cleaner]), sleep(5_000)]);
    },
  };
}

async function keepWorking(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isBusy = await workOnDueImport(signal).catch((error: unknown) => {
      runtime().log.warn({ err: error }, "looking for imports failed");
      return false;
    });
    if (!isBusy) await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

async function keepCleaning(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await runtime()
      .database.query(systemScope, deleteOldImports())
      .catch((error: unknown) => runtime().log.warn({ err: error }, "old imports could not be deleted"));
    await sleep(cleaningMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Claims the import that has waited for longest and works on it to its end. @returns whether there was one. */
export async function workOnDueImport(signal = new AbortController().signal): Promise<boolean> {
  const claim = { worker: randomUUID(), leaseSeconds };
  const { rows } = await runtime().database.query<ImportRow>(systemScope, claimDueImport(claim));
  const [row] = rows;
  if (row === undefined) return false;
  await runImport(row, claim, signal);
  return true;
}
