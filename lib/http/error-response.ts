import { type AppError, isAppError } from "#lib/errors/app-error.ts";
import { errorCodes } from "#lib/errors/codes.ts";
import { fromSqlstate } from "#lib/errors/sqlstate.ts";
import { rateLimitHeaders } from "#lib/limits/headers.ts";
import type { Log } from "#lib/log.ts";
import { json } from "./respond.ts";

/** Any error as the contract's body. What the client must not see goes to the log, under the same id. */
export function errorResponse(error: unknown, requestId: string, log: Log): Response {
  const known = isAppError(error) ? error : fromSqlstate(error);
  if (known === null || known.status >= 500) log.error({ err: error }, "a request failed");
  else log.debug({ err: error }, "a request was refused");
  return json({ error: bodyOf(known, requestId) }, known?.status ?? 500, headersOf(known));
}

/**
 * A browser that is answered 408 on a connection of HTTP/1.1 that it has used before sends the request again by itself, time
 * after time: it is told 400, and the code says the same.
 */
export function withoutResending({ headers }: Request, response: Response): Response {
  const isBrowser = headers.get("User-Agent")?.startsWith("Mozilla/") === true;
  if (response.status !== 408 || !isBrowser) return response;
  return new Response(response.body, { status: 400, headers: response.headers });
}

/** All five keys, always. */
function bodyOf(error: AppError | null, id: string): object {
  if (error === null || error.code === "RH000") {
    const hint = "The server's log says more under this id.";
    return { code: "RH000", message: errorCodes.RH000.title, details: null, hint, id };
  }
  const { code, message, details, hint } = error;
  return { code, message, details: details ?? null, hint: hint ?? null, id };
}

function headersOf(error: AppError | null): Record<string, string> {
  switch (error?.status) {
    case 401:
      return { "WWW-Authenticate": "Bearer" };
    case 429:
      return limitHeaders(error.details as Partial<LimitDetails> | null);
    case 503:
      return { "Retry-After": "2" };
    default:
      return {};
  }
}

/** What `withinLimit` tells; a limit of another kind may tell less. */
interface LimitDetails {
  readonly limit: number;
  readonly remaining: number;
  readonly retry_after: number;
}

function limitHeaders(details: Partial<LimitDetails> | null): Record<string, string> {
  const { limit, remaining = 0, retry_after: resetSeconds = 1 } = details ?? {};
  if (limit === undefined) return { "Retry-After": String(resetSeconds) };
  return rateLimitHeaders({ allowed: false, limit, remaining, resetSeconds });
}
