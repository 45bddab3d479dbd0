import { authError, isAuthErrorCode } from "#lib/auth/auth-error.ts";
import { type AppError, isAppError } from "#lib/errors/app-error.ts";
import { fromSqlstate } from "#lib/errors/sqlstate.ts";
import type { Log } from "#lib/log.ts";
import type { DataResponse, ServiceRequest } from "../data-request.ts";

const apiVersionHeader = "x-supabase-api-version";
/** From this version on, errors carry their code as a string in `code`. */
const codedVersion = "2024-01-01";

/** What no answer of the auth may lack: tokens must not be kept by anything in between. */
const always = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

type Headers = readonly (readonly [name: string, value: string])[];

export function answer(value: unknown, status = 200, headers: Headers = []): DataResponse {
  return { status, headers: [["Content-Type", "application/json"], ...headers], body: JSON.stringify(value) };
}

export function noContent(): DataResponse {
  return { status: 204, headers: [], body: null };
}

/** 303 by default: whatever the method was, the browser goes on with GET. */
export function redirect(location: string, status: 302 | 303 = 303, headers: Headers = []): DataResponse {
  return { status, headers: [["Location", location], ...headers], body: "" };
}

/** An error as GoTrue writes it, in the form of the version that the client asks for. */
export function errorAnswer(error: unknown, request: ServiceRequest, log: Log): DataResponse {
  const known = toAuthError(error);
  if (known.status >= 500) log.error({ err: error }, "an auth request failed");
  else log.debug({ err: error }, "an auth request was refused");
  const { code, message, status } = known;
  const details = known.details as { weak_password?: unknown; retry_after?: number } | null;
  const { weak_password, retry_after: seconds } = details ?? {};
  const body = isCoded(request) ? { code, message } : { code: status, error_code: code, msg: message };
  return answer({ ...body, ...(weak_password === undefined ? {} : { weak_password }) }, status, [
    ["x-sb-error-code", code],
    ...(seconds === undefined ? [] : [["Retry-After", String(seconds)] as const]),
  ]);
}

function isCoded(request: ServiceRequest): boolean {
  return (request.header(apiVersionHeader) ?? "") >= codedVersion;
}

/** Whatever went wrong, with a code that the client libraries know. */
export function toAuthError(error: unknown): AppError {
  const known = isAppError(error) ? error : fromSqlstate(error);
  if (known === null) return authError("unexpected_failure");
  if (isAuthErrorCode(known.code)) return known;
  const { message, status, details } = known;
  switch (known.code) {
    case "RH000":
      return authError("unexpected_failure");
    case "RH001":
    case "RH007":
      return authError("bad_json", message, { status: 400 });
    case "RH006":
      return authError("over_request_rate_limit", undefined, { details });
    case "40001":
    case "40P01":
      return authError("conflict");
    case "57014":
      // Browsers send again by themselves what is answered 408.
      return authError("unexpected_failure", message, { status: 504 });
    default:
      return authError(status >= 500 ? "unexpected_failure" : "validation_failed", message, { status });
  }
}

/** Adds what every answer carries. */
export function finishAnswer(response: DataResponse, request: ServiceRequest): DataResponse {
  const has = new Set(response.headers.map(([name]) => name));
  const more = Object.entries(always).filter(([name]) => !has.has(name));
  const version = isCoded(request) ? [[apiVersionHeader, codedVersion] as const] : [];
  return { ...response, headers: [...response.headers, ...more, ...version] };
}
