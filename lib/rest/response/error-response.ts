import { AppError, isAppError } from "../../errors/app-error.ts";
import { isMeeting, meetingHint } from "../../errors/sqlstate.ts";
import type { RestResponse } from "../rest-request.ts";
import { raisedError } from "./raised-error.ts";
import { statusOfSqlstate } from "./sqlstate-status.ts";

/** PostgREST's error body: all four keys, always. */
interface RestErrorBody {
  readonly code: string;
  readonly details: unknown;
  readonly hint: string | null;
  readonly message: string;
}

export interface ErrorContext {
  /** Nobody is signed in: what is forbidden may be allowed after signing in, hence 401. */
  readonly isAnonymous: boolean;
  /** Rules bind the caller: as in Postgres, the values of a row that broke a constraint are then not told. */
  readonly isBound?: boolean;
  readonly method: string;
}

/** An error as PostgREST answers it; null for one that says nothing that a client may hear. */
export function errorResponse(error: unknown, context: ErrorContext): RestResponse | null {
  if (isAppError(error))
    return error.code === "PGRST" ? fromRaised(error, context) : fromAppError(error, context);
  if (isTooDeep(error)) return fromAppError(tooDeep(error), context);
  const reported = postgresError(error);
  if (reported === null) return null;
  const { code, message } = reported;
  if (isSearchTooDeep(reported)) return fromAppError(searchTooDeep(error), context);
  if (code === "PGRST") return fromRaised({ message, details: reported.detail }, context);
  if (isMeeting(code))
    return respond(
      statusOf({ code, message }, context),
      { code, details: null, hint: meetingHint, message },
      context,
    );
  // A field that the database leaves empty says as little as one that it leaves out.
  const [detail, hint] = [isUntold(code, context) ? null : reported.detail || null, reported.hint || null];
  const status = statusOf({ code, message }, context);
  return respond(status, { code, details: detail, hint, message }, context);
}

/** The answer that a function asks for, or what is wrong with how it does. */
function fromRaised(
  { message, details }: { readonly message: string; readonly details: unknown },
  context: ErrorContext,
): RestResponse {
  try {
    const { status, headers, ...body } = raisedError(message, typeof details === "string" ? details : null);
    return respond(status, body, context, headers);
  } catch (error) {
    if (isAppError(error)) return fromAppError(error, context);
    throw error;
  }
}

function fromAppError(error: AppError, context: ErrorContext): RestResponse {
  const { code, message, hint, status } = error;
  const details = isUntold(code, context) ? withoutValues(error.details) : error.details;
  if (code === "RH008") return respond(503, { code: "PGRST000", details: null, hint, message }, context);
  const isSqlstate = /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("RH");
  return respond(
    isSqlstate ? statusOf({ code, message }, context) : status,
    { code, details, hint, message },
    context,
    code.startsWith("PGRST30") ? challenge(error) : status === 429 ? retryAfter(error) : [],
  );
}

/** "Failing row contains (…)" holds columns that the caller may not read. */
function isUntold(code: string, { isBound = false }: ErrorContext): boolean {
  return isBound && /^23[0-9A-Z]{3}$/.test(code);
}

/** Of a batch's own numbers, which operation it was. */
function withoutValues(details: unknown): { readonly operation: unknown; readonly details: null } | null {
  return typeof details === "object" && details !== null && "operation" in details
    ? { operation: details.operation, details: null }
    : null;
}

/** Seconds: until a limit's window ends, else a moment, since others' requests end all the time. */
function retryAfter({ details }: AppError): [string, string][] {
  const { retry_after: seconds = 1 } = (details ?? {}) as { retry_after?: unknown };
  return [["Retry-After", String(seconds)]];
}

/** RFC 6750, section 3: nothing is wrong with a token that is not there. */
function challenge({ code, message }: AppError): [string, string][] {
  const why = code === "PGRST302" ? "" : ` error="invalid_token", error_description="${message}"`;
  return [["WWW-Authenticate", `Bearer${why}`]];
}

function statusOf(
  { code, message }: { code: string; message: string },
  { isAnonymous }: ErrorContext,
): number {
  if (code === "42501") return isAnonymous ? 401 : 403;
  return statusOfSqlstate(code, message);
}

function respond(
  status: number,
  body: RestErrorBody,
  { method }: ErrorContext,
  headers: readonly (readonly [string, string])[] = [],
): RestResponse {
  return {
    status,
    headers: [
      ["Content-Type", "application/json; charset=utf-8"],
      // A function's own code may be any text; a header takes no other than this.
      ...(/^[\w.-]+$/.test(body.code) ? [["Proxy-Status", `PostgREST; error=${body.code}`] as const] : []),
      ...headers,
    ],
    body: method === "HEAD" ? null : JSON.stringify(body),
  };
}

/** What the engine's own stack ends at: values within values by the thousand. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message === "Maximum call stack size exceeded";
}

function tooDeep(cause: unknown): AppError {
  return new AppError("54001", "stack depth limit exceeded", { status: 400, cause });
}

/** Postgres has no code of its own for a text search with too many signs within one another. */
function isSearchTooDeep({ code, message }: PostgresError): boolean {
  return code === "XX000" && message === "tsquery stack too small";
}

function searchTooDeep(cause: unknown): AppError {
  return new AppError("54001", "The text search has too many operators within one another.", {
    status: 400,
    cause,
  });
}

interface PostgresError {
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

function postgresError(error: unknown): PostgresError | null {
  if (!(error instanceof Error) || !("severity" in error)) return null;
  const { code } = error as { code?: unknown };
  // The cast: `pg` gives every error of the server these fields.
  return typeof code === "string" ? (error as unknown as PostgresError) : null;
}
