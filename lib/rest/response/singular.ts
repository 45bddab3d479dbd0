import { AppError } from "../../errors/app-error.ts";
import type { MediaType } from "../request/media-type.ts";

/**
 * Where one object was asked for, there has to be one row.
 *
 * @throws {AppError} PGRST116
 */
export function assertSingular({ kind }: MediaType, rows: number): void {
  if (kind !== "object" || rows === 1) return;
  throw new AppError("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${rows} rows`,
  });
}
