import { AppError, isAppError } from "../../errors/app-error.ts";
import { sqlstateOf } from "../../errors/sqlstate.ts";

/** @throws {AppError} P0002 · P0003 unless a query that must give one row has. */
export function refuseOther(count: number): void {
  if (count === 1) return;
  const [code, message] =
    count === 0 ? ["P0002", "query returned no rows"] : ["P0003", "query returned more than one row"];
  throw new AppError(code, message, { status: 400 });
}

/** Whether a handler is for an error. As in Postgres, `others` are all but a statement that is cancelled. */
export function isForgiven(codes: readonly string[] | "all", code: string): boolean {
  if (codes === "all") return code !== "57014" && !code.startsWith("54");
  return codes.includes(code);
}

/** The SQLSTATE of an error that a handler may be for. */
export function codeOf(error: unknown): string | null {
  const code = isAppError(error) ? error.code : sqlstateOf(error);
  return code !== undefined && code !== null && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("RH")
    ? code
    : null;
}
