import { StartError } from "../errors/start-error.ts";

type Failure = NodeJS.ErrnoException & { readonly port?: number; readonly path?: string };

/**
 * What a person reads when the server cannot start: one plain sentence that says what to do. Null for an error that
 * nobody foresaw, whose stack trace is needed.
 */
export function startFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof StartError || error.name === "ConfigError") return error.message;
  const { code, port, path } = error as Failure;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is taken: stop the program that listens there, or start with another one, like PORT=${(port ?? 3000) + 1} npm start.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return "HOSTNAME names no address of this machine: unset it, or use 127.0.0.1 or 0.0.0.0.";
    case "ENOSPC":
    case "EDQUOT":
      return "The disk is full: free some space and start again.";
    case "EROFS":
      return `The file system is read-only${at(path)}: set ROWHOUSE_DATA_DIR to a folder that can be written.`;
    case "EACCES":
    case "EPERM":
      return port === undefined
        ? `Rowhouse may not write${at(path)}: check who owns it, or set ROWHOUSE_DATA_DIR to a folder of yours.`
        : `Only an administrator may listen on port ${port}: choose one above 1023, like PORT=3000 npm start.`;
    case "ENOTDIR":
    case "EEXIST":
      return `There is a file where a folder is needed${at(path)}: set ROWHOUSE_DATA_DIR to another folder.`;
    default:
      return null;
  }
}

function at(path: string | undefined): string {
  return path === undefined ? "" : ` at ${path}`;
}
