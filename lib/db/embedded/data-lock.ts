import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeDataFolder } from "../../env/secret-file.ts";
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

/** A server that is just stopping gets this long to free its folder. */
const patienceMs = 3000;

/**
 * Makes this process the only Rowhouse on a data folder. The lock of a process that has ended is taken over.
 *
 * @throws {StartError} while another one runs.
 */
export async function lockDataFolder(dataDir: string): Promise<DataLock> {
  makeDataFolder(dataDir);
  const path = lockFile(dataDir);
  const own = JSON.stringify({ pid: process.pid, mark: startMark(process.pid) } satisfies Holder);
  while (!createExclusively(path, own)) {
    await assertDataFolderIsFree(dataDir);
    const stale = readLock(path);
    if (stale !== null && !isHeld(stale)) removeStale(path, stale);
  }
  return {
    release: () => {
      if (readLock(path) === own) rmSync(path, { force: true });
    },
  };
}

/** @throws {StartError} if another process holds the folder, and goes on to hold it. */
export async function assertDataFolderIsFree(dataDir: string): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await sleep(100)) {
    const found = readLock(lockFile(dataDir));
    if (found === null || !isHeld(found)) return;
    if (Date.now() < end) continue;
    const pid = parseHolder(found)?.pid;
    throw new StartError(`Rowhouse is already running (pid ${pid}) on this data folder: ${dataDir}`);
  }
}

const lockFile = (dataDir: string) => join(dataDir, "server.lock");

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

function isHeld(content: string): boolean {
  const holder = parseHolder(content);
  return holder !== null && isRunning(holder.pid) && startMark(holder.pid) === holder.mark;
}
