import type { ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { explainFailure } from "./explain-failure.ts";
import { clearOrphan, stopPostmaster, until } from "./orphan.ts";
import type { Places } from "./places.ts";
import { spawnProgram } from "./programs.ts";

/** A running Postgres that is our child. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const readyMs = 60_000;
const logBytesMax = 5 * 1024 * 1024;

/**
 * Starts Postgres and waits until it accepts connections.
 *
 * @throws {StartError} that says why not.
 */
export async function startPostmaster(places: Places): Promise<Postmaster> {
  await clearOrphan(places);
  const { child, logOffset } = launch(places);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  const isReady = () => status(places.cluster, child.pid) === "ready";
  await until(() => hasEnded || isReady(), readyMs);
  if (hasEnded || !isReady() || child.pid === undefined) {
    child.kill("SIGQUIT");
    throw explainFailure("start", readFileSync(places.logFile, "utf8").slice(logOffset), places.logFile);
  }
  const { pid } = child;
  return {
    pid,
    ended,
    stop: async () => {
      await stopPostmaster(pid, places.cluster);
      await ended;
    },
  };
}

function launch(places: Places): { child: ChildProcess; logOffset: number } {
  const { logFile } = places;
  if (existsSync(logFile) && statSync(logFile).size > logBytesMax) renameSync(logFile, `${logFile}.1`);
  const output = openSync(logFile, "a", 0o600);
  const logOffset = statSync(logFile).size;
  const child = spawnProgram(places, "postgres", ["-D", places.cluster], output);
  closeSync(output);
  return { child, logOffset };
}

/** The eighth line of postmaster.pid, which pg_ctl waits for too; null while it is another process's file. */
function status(cluster: string, pid: number | undefined): string | null {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return lines[0] === String(pid) ? (lines[7]?.trim() ?? null) : null;
  } catch {
    return null;
  }
}
