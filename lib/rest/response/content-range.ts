import type { AppError } from "../../errors/app-error.ts";
import { unsatisfiable } from "../request/range.ts";

/** `0-9/120`; `*` for what is not known or not there. */
export function contentRange(offset: number, pageTotal: number, total: number | null): string {
  const page = pageTotal === 0 ? "*" : `${offset}-${offset + pageTotal - 1}`;
  return `${page}/${total ?? "*"}`;
}

/** 206 for a part of what is there. */
export function rangeStatus(pageTotal: number, total: number | null): 200 | 206 {
  return total !== null && pageTotal < total ? 206 : 200;
}

/** The error for an offset behind the last row; null if there is none. */
export function rangeError(offset: number, total: number | null): AppError | null {
  if (total === null || offset <= total || offset === 0) return null;
  return unsatisfiable(`An offset of ${offset} was requested, but there are only ${total} rows.`);
}
