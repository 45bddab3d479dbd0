import { hash } from "node:crypto";
import type { CatalogTable } from "../catalog/types.ts";
import { decodeCursor, encodeCursor } from "../engine/read/cursor.ts";
import { AppError } from "../errors/app-error.ts";
import type { Sql } from "../sql/sql.ts";
import { planRead } from "./plan/plan-read.ts";
import type { ReadContext } from "./plan/read-context.ts";
import type { ReadPlan } from "./plan/read-plan.ts";
import type { Prepared } from "./prepared.ts";
import { type MediaType, negotiate } from "./request/media-type.ts";
import { type Preferences, parsePreferences, preferenceApplied } from "./request/preferences.ts";
import { parseQueryParams, type QueryParam } from "./request/query-params.ts";
import { capped, withRangeHeader } from "./request/range.ts";
import { contentRange, rangeError, rangeStatus } from "./response/content-range.ts";
import { errorResponse } from "./response/error-response.ts";
import type { RestRequest, RestResponse } from "./rest-request.ts";
import { type ReadRow, readStatement } from "./sql/read-statement.ts";
import { canGoOn } from "./sql/root-page.ts";

/**
 * Counting stops behind these when an estimate will do. The planner's own guess would tell how the rows of others grow, since all
 * lie in one table, and how many the rules hide.
 */
const estimateMax = 1_000_000;

/**
 * GET and HEAD of a table.
 *
 * @param bodyOf the body made of rows called `r`; null where it is what the media type says.
 */
export function prepareRead(
  context: ReadContext,
  table: CatalogTable,
  request: RestRequest,
  bodyOf: (media: MediaType) => Sql | null = () => null,
): Prepared<ReadRow> {
  const preferences = parsePreferences(request.header("prefer"));
  const media = negotiate(request.header("accept"));
  const isHead = request.method === "HEAD";
  const params = parseQueryParams(request.params);
  // As in PostgREST, no other method has a `Range`.
  const header = request.method === "GET" ? request.header("range") : null;
  const plan = planRead(context, table, params, {
    range: (own) => capped(withRangeHeader(own, header), context.rowsMax),
  });
  if (params.cursor !== null && !canGoOn(context, plan)) throw noCursor();
  const isEstimated = preferences.count === "planned" || preferences.count === "estimated";
  // One more, to see that there are more.
  const count = preferences.count === null ? null : { max: isEstimated ? estimateMax + 1 : null };
  const { statement, ways } = readStatement(context, plan, {
    media,
    hasBody: !isHead,
    count,
    body: bodyOf(media),
    ...(params.cursor === null ? {} : { cursor: cursorOf(params.cursor, plan) }),
  });
  return {
    statement,
    ...(ways === null ? {} : { ways }),
    isReadOnly: true,
    timezone: preferences.timezone,
    isRolledBack: false,
    isChecked: false,
    respond: (row, asked) => respondRead(row, { request: asked, media, preferences, plan }),
  };
}

interface ReadFacts {
  readonly request: RestRequest;
  readonly media: MediaType;
  readonly preferences: Preferences;
  readonly plan: ReadPlan;
}

function respondRead(row: ReadRow, { request, media, preferences, plan }: ReadFacts): RestResponse {
  const { page_total: pageTotal, last_key: lastKey } = row;
  const { range } = plan;
  const total = totalOf(row, range.offset);
  const error = rangeError(range.offset, total);
  if (error !== null) return outOfRange(error, total, request.method);
  if (media.kind === "object" && pageTotal !== 1) throw notSingular(pageTotal);
  const { count, handling, timezone, tx, maxAffected } = preferences;
  const applied = preferenceApplied({ count, handling, timezone, tx, maxAffected });
  const location = contentLocation(request.path, request.params);
  return {
    status: rangeStatus(pageTotal, total),
    headers: [
      ["Content-Type", media.contentType],
      ["Content-Range", contentRange(range.offset, pageTotal, total)],
      ...(location.length > locationMax ? [] : [["Content-Location", location] as const]),
      ...(lastKey === null ? [] : [["X-Next-Cursor", markOf(plan) + encodeCursor(lastKey)] as const]),
      ...(applied === null ? [] : [["Preference-Applied", applied] as const]),
    ],
    body: request.method === "HEAD" ? null : (row.body ?? ""),
  };
}

/** Where counting stopped, never less than what has been seen. */
function totalOf({ total, page_total: rows }: ReadRow, offset: number): number | null {
  return total === null || total <= estimateMax || rows === 0 ? total : Math.max(total, offset + rows);
}

function outOfRange(error: AppError, total: number | null, method: string): RestResponse {
  const response = errorResponse(error, { isAnonymous: false, method });
  if (response === null) throw error;
  return { ...response, headers: [...response.headers, ["Content-Range", `*/${total ?? "*"}`]] };
}

/** @throws {AppError} PGRST100 if the text is no cursor of an earlier answer, or one of another list. */
function cursorOf(text: string, plan: ReadPlan): readonly (string | null)[] | null {
  if (text === "") return null;
  const mark = markOf(plan);
  try {
    if (text.startsWith(mark)) return decodeCursor(text.slice(mark.length));
    decodeCursor(text.slice(mark.length));
  } catch (cause) {
    throw new AppError("PGRST100", "The cursor is none of an earlier answer", { cause });
  }
  throw new AppError("PGRST100", "The cursor is of another table, or of another order", {
    hint: "Begin again with an empty one.",
  });
}

/** Tells lists apart that go on otherwise: by their table and order. */
function markOf({ table, order }: ReadPlan): string {
  const keys = order.map(({ target, isDescending, nulls }) => [
    target.kind === "field" ? target.field.column.name : null,
    isDescending,
    nulls,
  ]);
  return hash("sha1", JSON.stringify([table.id, keys]), "base64url").slice(0, 6);
}

/** Without one the answer would look like the last page. */
function noCursor(): AppError {
  return new AppError("PGRST127", "Feature not implemented", {
    details: "A cursor goes over the rows of a table whose key can be read, ordered by its own columns.",
    hint: "Page with limit and offset.",
  });
}

export function notSingular(rows: number): AppError {
  return new AppError("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${rows} rows`,
  });
}

/** A longer address is not told back: clients take no more than some kilobytes of headers. */
const locationMax = 4_000;

/** The request's path, its parameters in the order of their names. */
function contentLocation(path: readonly string[], params: readonly QueryParam[]): string {
  const query = params
    .filter(({ key }) => key !== "apikey")
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, value }) => `${escaped(key)}=${escaped(value)}`)
    .join("&");
  return `/${path.map(encodeURIComponent).join("/")}${query === "" ? "" : `?${query}`}`;
}

/** All but letters, digits and `-_.~` (RFC 3986): an address may stand in brackets, or in a shell. */
function escaped(text: string): string {
  const encoded = encodeURIComponent(text);
  return /[!'()*]/.test(encoded)
    ? encoded.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    : encoded;
}
