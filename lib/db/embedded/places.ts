import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, postgresAccount } from "./account.ts";
import type { Binaries } from "./binaries.ts";

/** Where everything of one embedded Postgres lies. */
export interface Places {
  readonly account: Account | null;
  /** Holds `bin`, `lib` and `share`; within reach of the account. */
  readonly binaries: string;
  /** PGDATA. */
  readonly cluster: string;
  readonly socketDirectory: string;
  readonly logFile: string;
}

/** The socket's path has to fit `sockaddr_un.sun_path` (104 bytes on macOS, 108 on Linux, with a final zero). */
const socketPathBytesMax = 103;
export const socketName = ".s.PGSQL.5432";
const reachableRoot = "/var/lib/rowhouse";

/**
 * Chooses and makes the folders. They lie in the data folder, unless Postgres runs as another user that cannot reach
 * it (/root is closed to others): then in /var/lib/rowhouse, with a pointer in `<dataDir>/postgres-location`.
 *
 * @param say receives one line for the person who starts it, when the place is not the expected one.
 */
export function preparePlaces(dataDir: string, binaries: Binaries, say: (line: string) => void): Places {
  const recorded = readPointer(dataDir);
  const account = postgresAccount(join(recorded ?? dataDir, "postgres"));
  // Real paths, since running processes are recognised by their working directory.
  const home = realpathSync(recorded ?? chooseHome(dataDir, account, say));
  openTo(account, home);
  return {
    account,
    binaries: reachableBinaries(binaries, account),
    cluster: join(home, "postgres"),
    socketDirectory: makeSocketDirectory(home, account),
    logFile: join(home, "postgres.log"),
  };
}

const pointer = (dataDir: string) => join(dataDir, "postgres-location");

function readPointer(dataDir: string): string | null {
  return existsSync(pointer(dataDir)) ? readFileSync(pointer(dataDir), "utf8").trim() : null;
}

function chooseHome(dataDir: string, account: Account | null, say: (line: string) => void): string {
  if (account === null) return dataDir;
  openTo(account, dataDir);
  if (canReach(account, dataDir)) return dataDir;
  const hash = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 12);
  const home = join(reachableRoot, hash);
  mkdirSync(reachableRoot, { recursive: true, mode: 0o755 });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(pointer(dataDir), `${home}\n`, { mode: 0o600 });
  say(`The user ${account.name}, who runs Postgres, cannot reach ${dataDir}: the database lies in ${home}.`);
  return home;
}

/** Lets the account pass through a folder that stays closed to everybody else, who may not even list it. */
function openTo(account: Account | null, folder: string): void {
  if (account === null) {
    chmodSync(folder, 0o700);
    return;
  }
  chownSync(folder, 0, account.gid);
  chmodSync(folder, 0o710);
}

/** Asks the system itself, as that user: modes alone do not know of access lists and mount options. */
function canReach(account: Account, path: string): boolean {
  const { uid, gid } = account;
  return spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], { uid, gid, cwd: "/" }).status === 0;
}

function reachableBinaries(binaries: Binaries, account: Account | null): string {
  if (account === null || canReach(account, join(binaries.folder, "bin", "postgres"))) return binaries.folder;
  const copy = join(reachableRoot, `postgres-${binaries.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  mkdirSync(reachableRoot, { recursive: true, mode: 0o755 });
  cpSync(binaries.folder, draft, { recursive: true, verbatimSymlinks: true });
  spawnSync("chmod", ["-R", "a+rX", draft]);
  // One rename at the end, so that a copy which was cut short is never used.
  renameSync(draft, copy);
  return copy;
}

function makeSocketDirectory(home: string, account: Account | null): string {
  const own = join(home, "run");
  if (Buffer.byteLength(join(own, socketName)) > socketPathBytesMax) {
    const temporary = mkdtempSync(join(tmpdir(), "rowhouse-"));
    giveTo(account, temporary);
    return temporary;
  }
  mkdirSync(own, { recursive: true, mode: 0o700 });
  giveTo(account, own);
  return own;
}

/** Removes a socket directory that had to lie in the system's temporary folder. */
export function removeSocketDirectory(places: Pick<Places, "cluster" | "socketDirectory">): void {
  const { cluster, socketDirectory } = places;
  if (dirname(socketDirectory) !== dirname(cluster))
    rmSync(socketDirectory, { recursive: true, force: true });
}

/** Makes the account the owner of a path. */
export function giveTo(account: Account | null, path: string): void {
  if (account !== null) chownSync(path, account.uid, account.gid);
}

/** Writes a file that only the account (and root) can read; the caller removes it. */
export function writePrivateFile(folder: string, account: Account | null, content: string): string {
  const path = join(folder, `private-${randomBytes(8).toString("hex")}`);
  writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  giveTo(account, path);
  return path;
}
