import type { CatalogTable } from "../../catalog/types.ts";
import type { Sql } from "../../sql/sql.ts";
import { planRead } from "../plan/plan-read.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { Prepared } from "../prepared.ts";
import { type MediaType, negotiate } from "../request/media-type.ts";
import { parsePreferences } from "../request/preferences.ts";
import { parseQueryParams } from "../request/query-params.ts";
import { capped, withRangeHeader } from "../request/range.ts";
import type { RestRequest } from "../rest-request.ts";
import { type ReadRow, readStatement } from "../sql/read-statement.ts";
import { canGoOn } from "../sql/root-page.ts";
import { countOf } from "./counted-total.ts";
import { listMark, noCursor, parseListCursor } from "./list-cursor.ts";
import { type ReadFacts, respondRead } from "./read-response.ts";

/**
 * GET and HEAD of a table, a view, or what a function gives.
 *
 * @param bodyOf the body made of rows called `r`; null where it is what the media type says.
 * @throws {AppError} PGRST100 of an address or a cursor that cannot be read, PGRST127 of a cursor over what has none, and the
 *   codes of its parts.
 */
export function prepareRead(
  context: ReadContext,
  table: CatalogTable,
  request: RestRequest,
  bodyOf: (media: MediaType) => Sql | null = () => null,
): Prepared<ReadRow> {
  const preferences = parsePreferences(request.header("prefer"));
  const media = negotiate(request.header("accept"));
  const params = parseQueryParams(request.params);
  // As in PostgREST, no other method has a `Range`.
  const header = request.method === "GET" ? request.header("range") : null;
  const plan = planRead(context, table, params, {
    range: (own) => capped(withRangeHeader(own, header), context.rowsMax),
  });
  if (params.cursor !== null && !canGoOn(context, plan)) throw noCursor();
  const { statement, ways } = readStatement(context, plan, {
    media,
    hasBody: request.method !== "HEAD",
    count: countOf(preferences.count),
    body: bodyOf(media),
    ...(params.cursor === null ? {} : { cursor: parseListCursor(params.cursor, plan) }),
  });
  return {
    statement,
    ...(ways === null ? {} : { ways }),
    isReadOnly: true,
    timezone: preferences.timezone,
    isRolledBack: false,
    isChecked: false,
    respond: responder({ media, preferences, range: plan.range, mark: listMark(plan) }),
  };
}

/** Of its own, as it is kept: made above it would hold on to the context and the plan, which are larger than the statement. */
function responder(facts: Omit<ReadFacts, "request">): Prepared<ReadRow>["respond"] {
  return (row, request) => respondRead(row, { ...facts, request });
}
