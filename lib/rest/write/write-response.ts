import { AppError } from "../../errors/app-error.ts";
import type { MediaType } from "../request/media-type.ts";
import { type Preferences, preferenceApplied } from "../request/preferences.ts";
import { contentRange } from "../response/content-range.ts";
import { assertSingular } from "../response/singular.ts";
import type { RestResponse } from "../rest-request.ts";
import type { WriteRow } from "./write-statement.ts";

export interface WriteFacts {
  readonly status: number;
  readonly media: MediaType;
  readonly preferences: Preferences;
  /** The preferences that mattered. */
  readonly applied: Partial<Preferences>;
  /** Whether `Content-Range` tells which rows were written, as for an update. */
  readonly hasRange: boolean;
  readonly location: string | null;
}

/**
 * The answer to a write.
 *
 * @throws {AppError} PGRST116 · PGRST124, which undo it.
 */
export function respondWrite(row: WriteRow, facts: WriteFacts): RestResponse {
  const { status, media, preferences, applied, hasRange, location } = facts;
  const { page_total: rows } = row;
  assertSingular(media, rows);
  assertAffected(preferences, rows);
  const total = preferences.count === null ? null : rows;
  const told = preferenceApplied({ ...applied, ...common(preferences) });
  const hasBody = preferences.return === "representation";
  return {
    status,
    headers: [
      ...(hasBody ? [["Content-Type", media.contentType] as const] : []),
      ["Content-Range", contentRange(0, hasRange ? rows : 0, total)],
      ...(location === null ? [] : [["Location", location] as const]),
      ...(told === null ? [] : [["Preference-Applied", told] as const]),
    ],
    body: hasBody ? (row.body ?? "") : null,
  };
}

function common({ return: wanted, count, tx, handling, timezone }: Preferences): Partial<Preferences> {
  return { return: wanted, count, tx, handling, timezone };
}

/** @throws {AppError} PGRST124 */
export function assertAffected({ handling, maxAffected }: Preferences, rows: number): void {
  if (handling !== "strict" || maxAffected === null || rows <= maxAffected) return;
  throw new AppError("PGRST124", "Query result exceeds max-affected preference constraint", {
    details: `The query affects ${rows} rows`,
  });
}

/** Whether the rows may turn out to be an error. */
export function isChecked(media: MediaType, { handling, maxAffected }: Preferences): boolean {
  return media.kind === "object" || (handling === "strict" && maxAffected !== null);
}

/** `/posts?id=eq.1`, of the one row that was written. */
export function locationOf(table: string, key: WriteRow["key"]): string | null {
  if (key === null) return null;
  const filters = Object.entries(key).map(
    ([name, value]) =>
      `${encodeURIComponent(name)}=${value === null ? "is.null" : `eq.${encodeURIComponent(value)}`}`,
  );
  return `/${encodeURIComponent(table)}?${filters.join("&")}`;
}
