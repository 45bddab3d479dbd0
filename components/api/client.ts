import { parseExactJson, withTextDigits } from "#lib/catalog/values/exact-json.ts";
import { ApiError, type ErrorBody } from "./api-error.ts";

export interface RequestOptions {
  readonly body?: unknown;
  /** Instead of `body`: a part of a file, as it is. */
  readonly bytes?: Blob;
  readonly signal?: AbortSignal;
  readonly headers?: { readonly [name: string]: string };
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Sends one request to the management API as the signed-in user. */
export async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, bytes, signal, headers } = options;
  const type =
    bytes !== undefined ? "application/octet-stream" : body === undefined ? null : "application/json";
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(type === null ? {} : { "Content-Type": type }), ...headers },
      body: bytes ?? (body === undefined ? null : JSON.stringify(body)),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, unreachable);
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/**
 * The same, with its JSON answer.
 *
 * @throws {ApiError} with the server's words, or with ours when it was not reached.
 */
export async function call<Answer>(method: Method, path: string, options?: RequestOptions): Promise<Answer> {
  const response = await send(method, path, options);
  // The shapes are the fixed contract's: trusted here, and only here.
  return readAnswer(await response.text()) as Answer;
}

/** A record's number that no double holds is shown, and sent back, as its digits; `records/0/price` is three levels deep. */
function readAnswer(text: string): unknown {
  const answer = parseExactJson(text);
  return /\d{16}|\d[eE]/.test(text) ? withTextDigits(answer, 3) : answer;
}

const unreachable: ErrorBody = {
  code: "unreachable",
  message: "The server could not be reached.",
  hint: "Check your connection, then try again.",
  details: null,
  id: null,
};

/** Whoever is on a page keeps what is on it. */
const signInHint = "Sign in again in another tab of this browser, then try once more.";

async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "error" in body) {
    const told = body.error as ErrorBody;
    return new ApiError(response.status, told.code === "RH100" ? { ...told, hint: signInHint } : told);
  }
  return new ApiError(response.status, {
    code: `HTTP ${response.status}`,
    message: "The server gave an answer that this page does not understand.",
    hint: "Reload the page and try again.",
    details: null,
    id: response.headers.get("x-request-id"),
  });
}
