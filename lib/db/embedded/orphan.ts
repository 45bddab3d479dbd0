import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../../errors/start-error.ts";
import { isPostmaster, processesIn } from "./process-table.ts";

/** Milliseconds for an orphan to stop by itself, then by force. */
const fastMs = 20_000;
const immediateMs = 5000;

/**
 * Clears what a server that was killed left behind: a Postgres that still runs is stopped (its clients are gone with
 * their server), backends without a postmaster get time to notice, a stale postmaster.pid is removed.
 *
 * @returns whether a running Postgres was stopped.
 * @throws {StartError} if it does not stop.
 */
export async function clearOrphan(cluster: string): Promise<boolean> {
  const pid = postmasterPid(cluster);
  if (pid === null) return false;
  const isOrphan = isPostmaster(pid, cluster);
  if (isOrphan && !(await stopPostmaster(pid, cluster))) {
    throw new StartError(
      `A Postgres that an earlier Rowhouse left behind does not stop: end process ${pid}.`,
    );
  }
  await clearPidFile(cluster);
  return isOrphan;
}

/** The first line of postmaster.pid; null without such a file. */
export function postmasterPid(cluster: string): number | null {
  const path = join(cluster, "postmaster.pid");
  if (!existsSync(path)) return null;
  const pid = Number.parseInt(readFileSync(path, "utf8"), 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** Fast shutdown (SIGINT), then immediate (SIGQUIT); see the Postgres manual, "Shutting Down the Server". */
export async function stopPostmaster(pid: number, cluster: string): Promise<boolean> {
  const signals = [
    ["SIGINT", fastMs],
    ["SIGQUIT", immediateMs],
  ] as const;
  for (const [signal, waitMs] of signals) {
    try {
      process.kill(pid, signal);
    } catch {
      return true;
    }
    if (await until(() => !isPostmaster(pid, cluster), waitMs)) return true;
  }
  return false;
}

/**
 * Postgres refuses to start while the id in postmaster.pid is in use, even by a zombie or, after a restart of the
 * machine, by a stranger. Nothing that runs in the data folder proves that the file is stale.
 */
async function clearPidFile(cluster: string): Promise<void> {
  const isEmpty = await until(() => processesIn(cluster)?.length === 0, immediateMs);
  if (isEmpty) rmSync(join(cluster, "postmaster.pid"), { force: true });
}

/** Looks every 20 ms until it holds or the time is over. */
export async function until(condition: () => boolean, waitMs: number): Promise<boolean> {
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(20)) {
    if (condition()) return true;
  }
  return condition();
}
