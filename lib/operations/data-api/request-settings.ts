import type { RestRequest } from "../../rest/rest-request.ts";
import { literal, type Sql, sql } from "../../sql/sql.ts";

/**
 * Lays a request down for the rules and functions of its transaction, as PostgREST does: `request.method`, `.path`,
 * `.headers` and `.cookies`, of which none are told.
 *
 * @param sent the request that came with the headers: of a batch, the batch's own.
 */
export function layDownRequest({ method, path }: RestRequest, sent: RestRequest): Sql {
  const settings = {
    "request.method": method,
    "request.path": `/${path.join("/")}`,
    "request.headers": JSON.stringify(sent.toldHeaders?.() ?? {}),
    "request.cookies": "{}",
  };
  // SET LOCAL, not set_config: Citus forwards only the statement to its workers.
  return sql`set local "app.request" = ${literal(JSON.stringify(settings))}`;
}

/** The zone that times come in unless another is asked for. */
export const usualZone = "UTC";

/** `Prefer: timezone=…`, for the rest of a transaction. */
export function setTimezone(name: string): Sql {
  return sql`set local timezone = ${literal(name)}`;
}
