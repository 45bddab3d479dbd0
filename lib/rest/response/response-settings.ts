import { AppError } from "../../errors/app-error.ts";
import type { RestResponse } from "../rest-request.ts";
import { isHeader, isOpenHeader, openHeaders } from "./open-headers.ts";

/** What a function has set by `set_config('response.status', …)` and `set_config('response.headers', …)`. */
export interface ResponseSettings {
  readonly status: string | null;
  readonly headers: string | null;
}

/** What these make of the answer. */
export interface ResponseOverrides {
  /** Null: the one that the answer would have. */
  readonly status: number | null;
  /** In place of those of their names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Characters. More than this in all, proxies and clients refuse. */
const headersMax = 8_000;

/**
 * What a function has set, read as PostgREST reads it.
 *
 * @see https://docs.postgrest.org/en/stable/references/transactions.html#response-headers
 * @throws {AppError} PGRST111 · PGRST112
 */
export function responseOverrides({ status, headers }: ResponseSettings): ResponseOverrides {
  // As in PostgREST, an empty setting is none.
  return {
    status: status === null || status === "" ? null : readStatus(status),
    headers: headers === null || headers === "" ? [] : readHeaders(headers),
  };
}

/** What is behind the digits nobody reads, as in PostgREST. */
function readStatus(text: string): number {
  const status = Number(/^\d+/.exec(text)?.[0] ?? Number.NaN);
  if (status >= 200 && status <= 599) return status;
  throw new AppError("PGRST112", "response.status guc must be a valid status code");
}

function readHeaders(text: string): ResponseOverrides["headers"] {
  if (text.length > headersMax) throw malformed(`They have more than ${headersMax} characters.`);
  const list = parsed(text);
  if (!Array.isArray(list)) throw malformed();
  return list.map(readHeader);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(null, cause);
  }
}

function readHeader(item: unknown): readonly [string, string] {
  const isObject = typeof item === "object" && item !== null && !Array.isArray(item);
  const [entry, ...more] = isObject ? Object.entries(item) : [];
  const [name, value] = entry ?? [];
  if (name === undefined || more.length > 0 || typeof value !== "string" || !isHeader(name, value))
    throw malformed();
  if (isOpenHeader(name, value)) return [name, value];
  throw malformed(`A function cannot set the header "${name}" to this.`);
}

function malformed(details: string | null = null, cause?: unknown): AppError {
  const message =
    "response.headers guc must be a JSON array composed of objects with a single key and a string value";
  return new AppError("PGRST111", message, {
    ...(details === null ? {} : { details, hint: openHeaders }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Statuses of which there is no body, nor what would describe one. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** An answer with what the function has set of it. */
export function withOverrides(response: RestResponse, own: ResponseOverrides): RestResponse {
  const status = own.status ?? response.status;
  const isBodiless = bodiless.has(status);
  const names = new Set(own.headers.map(([name]) => name.toLowerCase()));
  const kept = response.headers.filter(
    ([name]) => !names.has(name.toLowerCase()) && !(isBodiless && name === "Content-Type"),
  );
  return { status, headers: [...kept, ...own.headers], body: isBodiless ? null : response.body };
}
