import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

const hasProc = existsSync("/proc/self/stat");

/** Whether a process of this id runs; one that has ended and was not reaped yet (a zombie) does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return !hasProc || statFields(pid)?.[0] !== "Z";
}

/** Tells two processes apart that had the same id, one after the other; null if there is none. */
export function startMark(pid: number): string | null {
  // Field 22 of /proc/<pid>/stat is the start time in clock ticks since boot; see proc_pid_stat(5).
  if (hasProc) return statFields(pid)?.[19] ?? null;
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() === "" ? null : stdout.trim();
}

/** The running processes whose working directory is this folder; null where the system does not tell (macOS). */
export function processesIn(folder: string): number[] | null {
  if (!hasProc) return null;
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => workingDirectory(pid) === folder && isRunning(pid));
}

/** Whether this process is the postmaster of a cluster: it runs in the data folder. Ids are reused, above all in containers. */
export function isPostmaster(pid: number, cluster: string): boolean {
  if (!isRunning(pid)) return false;
  if (hasProc) return workingDirectory(pid) === cluster;
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.includes("postgres");
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** The fields from the third on: the second is the program's name in parentheses and may hold anything. */
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
