import { type AppError, type Issue, issuesError, movePaths } from "../../errors/app-error.ts";

/** The problems of a row as an error: the first in words, all of them with JSON pointers in `details`. */
export function invalidRecord(issues: readonly Issue[]): AppError {
  return issuesError("RH300", issues);
}

/** Why a row that nothing is wrong with is not stored. */
export const leftOutByTrigger: Issue = { path: "", message: "A trigger of the table leaves this row out." };

/** Moves the pointers of an error's details below the part of the body that they are about. */
export function atPath(error: unknown, base: string): unknown {
  return movePaths(error, (path) => `${base}${path}`);
}
