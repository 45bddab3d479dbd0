import { AppError, type Issue, isAppError } from "../errors/app-error.ts";

/** The problems of a row as an error: the first in words, all of them with JSON pointers in `details`. */
export function invalidRecord(issues: readonly Issue[]): AppError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new AppError("RH300", `${first?.message ?? "The row does not fit its table."}${more}`, {
    details: issues,
  });
}

/** Moves the pointers of an error's details below the part of the body that they are about. */
export function atPath(error: unknown, base: string): unknown {
  if (!isAppError(error) || !Array.isArray(error.details)) return error;
  const details = (error.details as Issue[]).map(({ path, message }) => ({
    path: `${base}${path}`,
    message,
  }));
  const { code, message, status, hint, cause } = error;
  return new AppError(code, message, { status, details, cause, ...(hint === null ? {} : { hint }) });
}
