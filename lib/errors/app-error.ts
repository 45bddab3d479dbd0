import { type ErrorCode, errorCodes } from "./codes.ts";

/** One problem at one place of the input; `path` is a JSON pointer (RFC 6901), "" for the whole. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly details?: unknown;
  readonly hint?: string;
  readonly cause?: unknown;
  /** Overrides the status of the code's table row. */
  readonly status?: number;
}

/** The one error type that crosses rooms: a closed set of codes, words for a person, a hint that says what to do. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode | (string & {});
  readonly status: number;
  readonly details: unknown;
  readonly hint: string | null;

  constructor(code: ErrorCode | (string & {}), message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? (code in errorCodes ? errorCodes[code as ErrorCode].status : 400);
    this.details = options.details ?? null;
    this.hint = options.hint ?? null;
  }
}

/** By shape, not `instanceof`: Next bundles its own copy of this module, so two classes of this name exist at run time. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error && "status" in error;
}

/** The error for an input with several problems, the first with its place; `details` lists them all. */
export function invalidInput(issues: readonly Issue[], code: ErrorCode = "RH002"): AppError {
  const placed = ({ path, message }: Issue) => (path === "" ? message : `${path}: ${message}`);
  return issuesError(code, issues, placed);
}

/** The error of several problems: the first in words, all of them with JSON pointers in `details`. */
export function issuesError(
  code: ErrorCode,
  issues: readonly Issue[],
  words: (issue: Issue) => string = ({ message }) => message,
): AppError {
  const [first] = issues;
  const message = first === undefined ? errorCodes[code].title : words(first);
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new AppError(code, `${message}${more}`, { details: issues });
}

/** The same error with other pointers in its details: those of the body that the client sent. Any other error as it came. */
export function movePaths(error: unknown, move: (path: string) => string): unknown {
  if (!isAppError(error) || !Array.isArray(error.details)) return error;
  const details = (error.details as readonly Issue[]).map(({ path, message }) => ({
    path: move(path),
    message,
  }));
  const { code, message, status, hint, cause } = error;
  return new AppError(code, message, { status, details, cause, ...(hint === null ? {} : { hint }) });
}
