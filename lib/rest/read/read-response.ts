import type { AppError } from "../../errors/app-error.ts";
import type { MediaType } from "../request/media-type.ts";
import { type Preferences, preferenceApplied } from "../request/preferences.ts";
import type { RowRange } from "../request/range.ts";
import { contentLocation } from "../response/content-location.ts";
import { contentRange, rangeError, rangeStatus } from "../response/content-range.ts";
import { errorResponse } from "../response/error-response.ts";
import { assertSingular } from "../response/singular.ts";
import type { RestRequest, RestResponse } from "../rest-request.ts";
import type { ReadRow } from "../sql/read-statement.ts";
import { countedTotal } from "./counted-total.ts";
import { listCursor } from "./list-cursor.ts";

/** What an answer depends on beside the statement's row. */
export interface ReadFacts {
  readonly request: RestRequest;
  readonly media: MediaType;
  readonly preferences: Preferences;
  readonly range: RowRange;
  /** The list's, in its cursors. */
  readonly mark: string;
}

/**
 * The answer to a read: 200, 206 for a part of what was counted, 416 for an offset behind its end.
 *
 * @throws {AppError} PGRST116 where one object was asked for and there is another number of rows.
 */
export function respondRead(
  row: ReadRow,
  { request, media, preferences, range, mark }: ReadFacts,
): RestResponse {
  const { page_total: pageTotal, last_key: lastKey } = row;
  const total = countedTotal(row, range.offset);
  const error = rangeError(range.offset, total);
  if (error !== null) return outOfRange(error, total, request.method);
  assertSingular(media, pageTotal);
  const { count, handling, timezone, tx, maxAffected } = preferences;
  const applied = preferenceApplied({ count, handling, timezone, tx, maxAffected });
  const location = contentLocation(request.path, request.params);
  return {
    status: rangeStatus(pageTotal, total),
    headers: [
      ["Content-Type", media.contentType],
      ["Content-Range", contentRange(range.offset, pageTotal, total)],
      ...(location === null ? [] : [["Content-Location", location] as const]),
      ...(lastKey === null ? [] : [["X-Next-Cursor", listCursor(lastKey, mark)] as const]),
      ...(applied === null ? [] : [["Preference-Applied", applied] as const]),
    ],
    body: request.method === "HEAD" ? null : (row.body ?? ""),
  };
}

function outOfRange(error: AppError, total: number | null, method: string): RestResponse {
  const response = errorResponse(error, { isAnonymous: false, method });
  if (response === null) throw error;
  return { ...response, headers: [...response.headers, ["Content-Range", `*/${total ?? "*"}`]] };
}
