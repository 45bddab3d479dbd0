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

/** The error for an input with several problems; `details` lists them all. */
export function invalidInput(issues: readonly Issue[], code: ErrorCode = "RH002"): AppError {
  const first = issues[0];
  const message =
    first === undefined
      ? errorCodes[code].title
      : first.path === ""
        ? first.message
        : `${first.path}: ${first.message}`;
  return new AppError(code, issues.length > 1 ? `${message} (and ${issues.length - 1} more)` : message, {
    details: issues,
  });
}
