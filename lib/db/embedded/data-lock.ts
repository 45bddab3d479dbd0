import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDataFolder } from "../../data-folder.ts";
import { StartError } from "../../errors/start-error.ts";
import { isRunning, startMark } from "./process-table.ts";

export interface DataLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** See `startMark`: a reused process id is not the holder. */
  readonly mark: string | null;
}

/**
 * Makes this process the only Rowhouse on a data folder. The lock of a process that has ended is taken over.
 *
 * @throws {StartError} while another one runs.
 */
export function lockDataFolder(dataDir: string): DataLock {
  makeDataFolder(dataDir);
  const path = join(dataDir, "server.lock");
  const own = JSON.stringify({ pid: process.pid, mark: startMark(process.pid) } satisfies Holder);
  for (;;) {
    if (createExclusively(path, own)) break;
    const found = readLock(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && isHeld(holder)) {
      throw new StartError(`Rowhouse is already running (pid ${holder.pid}) on this data folder: ${dataDir}`);
    }
    removeStale(path, found);
  }
  return {
    release: () => {
      if (readLock(path) === own) rmSync(path, { force: true });
    },
  };
}

/** The content is complete when the file appears: written beside it, then linked, which fails if the name is taken. */
function createExclusively(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, content, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Of two that find the same stale lock, one may already have replaced it: what was moved away is looked at again. */
function removeStale(path: string, stale: string): void {
  const moved = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const content = readLock(moved);
  if (content !== null && content !== stale) createExclusively(path, content);
  rmSync(moved, { force: true });
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function parseHolder(content: string): Holder | null {
  try {
    const holder = JSON.parse(content) as Partial<Holder> | null;
    return typeof holder?.pid === "number" ? { pid: holder.pid, mark: holder.mark ?? null } : null;
  } catch {
    return null;
  }
}

function isHeld({ pid, mark }: Holder): boolean {
  return isRunning(pid) && startMark(pid) === mark;
}
