import type { Failure, FailureReason } from "./chat-model.ts";

const detailCharactersMax = 300;

/** What an HTTP error status of a provider means, and when it may be tried again. */
export function failureOfStatus(
  status: number,
  headers: Headers,
  body: { readonly text: string; readonly secret: string | null },
): Failure {
  const reason = reasonOfStatus(status);
  const retryAfterMs = retryAfter(headers.get("retry-after"));
  // An answer about a key may quote it, so its words are kept out even of the log.
  const detail =
    reason === "unauthorized" ? "" : redact(body.text, body.secret).slice(0, detailCharactersMax);
  return {
    reason,
    status,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(detail === "" ? {} : { detail }),
  };
}

function reasonOfStatus(status: number): FailureReason {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 409 || status === 425 || status >= 500) return "unavailable";
  return "refused";
}

/**
 * What an error thrown by fetch or by a stream means.
 *
 * @param started whether any of the answer had arrived.
 */
export function failureOfError(error: unknown, started: boolean): Failure {
  const name = error instanceof Error ? error.name : "";
  const code = causeCode(error);
  const detail = [name, code].filter((part) => part !== "").join(" ");
  return { reason: started ? "cut" : "unreachable", detail };
}

/** Worth another try: the same request may succeed in a moment. */
export function isTransient(failure: Failure): boolean {
  return ["rate_limited", "unavailable", "unreachable", "cut"].includes(failure.reason);
}

/** Says it to a person, without anything that the provider wrote. */
export function describeFailure(failure: Failure): string {
  switch (failure.reason) {
    case "unauthorized":
      return "it does not accept the API key";
    case "refused":
      return "it does not accept the request";
    case "filtered":
      return "its content filter stopped the answer";
    case "rate_limited":
      return "it is rate limiting us";
    case "unavailable":
      return "it has a problem of its own";
    case "unreachable":
      return "it cannot be reached";
    case "timeout":
      return "it did not answer in time";
    case "cut":
      return "the connection broke off";
    case "invalid_answer":
      return "its answer is not a valid one";
  }
}

/** @returns milliseconds, from seconds or an HTTP date; null if there is none or it is not understood. */
function retryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function redact(text: string, secret: string | null): string {
  return secret === null || secret === "" ? text : text.replaceAll(secret, "[key]");
}

/** The system's code (`ECONNREFUSED`), which fetch hides one or two causes deep. */
function causeCode(error: unknown): string {
  for (let cause = error, depth = 0; depth < 4 && cause instanceof Error; depth++, cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return "";
}
