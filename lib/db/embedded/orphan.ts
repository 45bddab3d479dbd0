import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../../errors/start-error.ts";
import { type Places, socketName } from "./places.ts";
import { isPostmaster, processesIn } from "./process-table.ts";

/** Milliseconds to stop by itself, then by force, which costs a recovery at the next start and no data. */
const fastMs = 8_000;
const immediateMs = 5000;

/**
 * Clears what a server that was killed left behind: a Postgres that still runs is stopped (its clients are gone with
 * their server), backends without a postmaster get time to notice, stale lock files are removed.
 *
 * @throws {StartError} if it does not stop.
 */
export async function clearOrphan({ cluster, socketDirectory }: Places): Promise<void> {
  const pid = postmasterPid(cluster);
  if (pid !== null && isPostmaster(pid, cluster) && !(await stopPostmaster(pid, cluster))) {
    throw new StartError(
      `A Postgres that an earlier Rowhouse left behind does not stop: end process ${pid}.`,
    );
  }
  // Postgres refuses to start while the id in a lock file is in use, even by a zombie or, after a restart of the
  // machine, by a stranger. That nothing runs in the data folder proves that the files are stale.
  const isEmpty = await until(() => processesIn(cluster)?.length === 0, immediateMs);
  if (!isEmpty) return;
  const stale = [join(cluster, "postmaster.pid"), join(socketDirectory, `${socketName}.lock`)];
  for (const path of stale) rmSync(path, { force: true });
}

/** The first line of postmaster.pid; null without such a file. */
function postmasterPid(cluster: string): number | null {
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

/** Looks every 20 ms until it holds or the time is over. */
export async function until(condition: () => boolean, waitMs: number): Promise<boolean> {
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(20)) {
    if (condition()) return true;
  }
  return condition();
}
