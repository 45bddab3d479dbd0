import { AppError, isAppError } from "../errors/app-error.ts";
import { isMeeting } from "../errors/sqlstate.ts";

/** An error of the server as `pg` reports it: SQLSTATE and the fields of ErrorResponse. */
export interface PgError extends Error {
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly position?: string;
}

export function isPgError(error: unknown): error is PgError {
  return (
    error instanceof Error && "severity" in error && typeof (error as { code?: unknown }).code === "string"
  );
}

/**
 * Deadlock, serialization failure or a delete that was overtaken, as the server or in our words: the same statement, run
 * again, may succeed.
 */
export function isRetryable(error: unknown): boolean {
  if (!isPgError(error) && !isAppError(error)) return false;
  return isMeeting(error.code) || isOvertaken(error) || isOvertaken(error.cause);
}

/**
 * A row that was to go is referred to by one that the statement could not see, else it would have let it go as well, emptied
 * it or told of it by its virtual names. Run again it sees it.
 */
export function isOvertaken(error: unknown): boolean {
  return (
    isPgError(error) &&
    error.code === "23503" &&
    /^project_data_r\d_fkey$/.test(error.constraint ?? "") &&
    error.message.startsWith("update or delete")
  );
}

/**
 * A connection that could not be had or was lost becomes RH008; what the server said about a statement stays as it is.
 *
 * @param during what was going on: a write that was not answered may have been committed.
 */
export function connectionError(error: unknown, during: "reading" | "writing" = "reading"): unknown {
  if (isAppError(error)) return error;
  if (isPgError(error) && !/^(08|57P0|53300|28)/.test(error.code)) return error;
  if (!isPgError(error) && !isConnectionFailure(error)) return error;
  if (during === "reading")
    return new AppError("RH008", "The database cannot be reached at the moment.", {
      hint: "Try again in a few seconds.",
      cause: error,
    });
  return new AppError("RH008", "The connection to the database was lost while it was writing.", {
    hint: "What was to be written is there as a whole, or not at all: look before you try again.",
    cause: error,
  });
}

/** Messages of `pg` itself, which carry no code. */
const driverMessages =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string") return /^(ECONN|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/.test(code);
  return driverMessages.test(error.message);
}
