import { statfsSync } from "node:fs";
import { StartError } from "../errors/start-error.ts";

type Failure = NodeJS.ErrnoException & { readonly port?: number };

const diskFull = "The disk is full: free some space and start again.";

/** With less than this, Postgres cannot write ahead any more. */
const spaceBytesMin = 32 * 1024 * 1024;

/**
 * What a person reads when the server cannot start: one plain sentence that says what to do. Null for an error that
 * nobody foresaw, whose stack trace is needed.
 *
 * @param dataDir a full disk there explains many an error that does not say so.
 */
export function startFailure(error: unknown, dataDir: string | null): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof StartError || error.name === "ConfigError") return error.message;
  return systemFailure(error) ?? (dataDir !== null && isFull(dataDir) ? diskFull : null);
}

function systemFailure({ code, port, path, syscall }: Failure): string | null {
  const place = path === undefined ? "" : ` at ${path}`;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is taken: stop the program that listens there, or start with another one, like PORT=${(port ?? 3000) + 1} npm start.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return "HOSTNAME names no address of this machine: unset it, or use 127.0.0.1 or 0.0.0.0.";
    case "ENOSPC":
    case "EDQUOT":
      return diskFull;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return port === undefined
        ? `Rowhouse may not write${place}: check who owns it, or set ROWHOUSE_DATA_DIR to a folder of yours.`
        : `Only an administrator may listen on port ${port}: choose one above 1023, like PORT=3000 npm start.`;
    case "ENOENT":
      // What Node reports for a folder that cannot be made on a read-only file system.
      return syscall === "mkdir"
        ? `The folder${place} cannot be made: set ROWHOUSE_DATA_DIR to another.`
        : null;
    case "ENOTDIR":
    case "EEXIST":
      return `There is a file where a folder is needed${place}: set ROWHOUSE_DATA_DIR to another folder.`;
    default:
      return null;
  }
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < spaceBytesMin;
  } catch {
    return false;
  }
}
