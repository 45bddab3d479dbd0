import { AsyncLocalStorage } from "node:async_hooks";
import { availableParallelism } from "node:os";
import type { TransactionOptions } from "../database.ts";
import type { Scope, TenantScope } from "../scope.ts";
import { createProjectQueue, type KeepTurn } from "./project-queue.ts";

/** Lets work in projects wait for its turn, an app's as a person's: a quarter of the connections is always there for all others. */
export interface ConnectionShares {
  /** @throws {AppError} RH402 when its turn does not come in time. */
  run<T>(scope: Scope, work: (keep: KeepTurn) => Promise<T>, settings: TransactionOptions): Promise<T>;
  /** Whether nobody else has asked for a while: what it keeps the processors from is its own. */
  isAlone(scope: Scope): boolean;
  /** What is asked for within work that has its turn waits for no other: it would wait for itself. */
  within<T>(scope: Scope, work: () => Promise<T>): Promise<T>;
}

/** Requests that wait beyond what a browser would, or more than a server should hold, are refused. */
const limits = { waitingMax: 500, waitMs: 10_000 };

export function createConnectionShares(connectionsMax: number): ConnectionShares {
  const quarter = Math.max(1, connectionsMax >> 2);
  const totalMax = Math.max(1, connectionsMax - quarter);
  const processors = availableParallelism();
  // Readers hardly wait for anything but processors, whose caches more of them only take from each other; writers for the disk.
  const readersMax = Math.min(totalMax, Math.max(quarter, 3 * processors));
  // Beside others, no more than the processors can do: the rest would only stand before everybody's statements.
  const runningMax = Math.min(quarter, Math.max(2, processors));
  // Half of the processors, as long as its statements are short: one that hammers else makes everybody's slowest twice as slow.
  const quickMax = Math.min(runningMax, Math.max(1, processors >> 1));
  const queue = createProjectQueue({ ...limits, runningMax, quickMax, aloneMax: totalMax, totalMax });
  const outer = new AsyncLocalStorage<string>();
  return {
    run: (scope, work, { readOnly = false }) => {
      const share = scope.kind === "project" ? shareOf(scope) : null;
      if (share === null || outer.getStore() === share) return work(() => undefined);
      return queue.run(share, work, readOnly ? { aloneMax: readersMax } : {});
    },
    isAlone: (scope) => scope.kind !== "project" || queue.isAlone(shareOf(scope)),
    within: (scope, work) => (scope.kind === "project" ? outer.run(shareOf(scope), work) : work()),
  };
}

/** What the console does for somebody, in whatever project, is no part of what the project's app may take. */
function shareOf({ projectId, userId, apiRole }: TenantScope): string {
  return apiRole === null ? `console ${userId ?? projectId}` : projectId;
}
