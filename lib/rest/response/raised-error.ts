import { AppError } from "../../errors/app-error.ts";
import { isHeader, isOpenHeader, openHeaders } from "./open-headers.ts";
import { isErrorStatus } from "./sqlstate-status.ts";

/** An answer that a function has composed: `RAISE SQLSTATE 'PGRST' USING MESSAGE = '{"code": …}', DETAIL = '{"status": …}'`. */
export interface RaisedError {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly code: string;
  readonly message: string;
  readonly details: string | null;
  readonly hint: string | null;
}

/**
 * @see https://docs.postgrest.org/en/stable/references/errors.html#raise-errors-with-http-status-codes
 * @throws {AppError} PGRST121 if one of the two is not of the form.
 */
export function raisedError(message: string, detail: string | null): RaisedError {
  const { code, message: words, details, hint } = objectIn("MESSAGE", message) ?? {};
  if (typeof code !== "string" || typeof words !== "string" || !isOptional(details) || !isOptional(hint))
    throw unreadable("MESSAGE", message);
  if (detail === null) throw malformed("DETAIL is missing in the RAISE statement", forms.DETAIL);
  const { status, headers } = objectIn("DETAIL", detail) ?? {};
  if (!isStatus(status) || !isHeaders(headers)) throw unreadable("DETAIL", detail);
  const refused = Object.entries(headers).find(([name, value]) => !isOpenHeader(name, value));
  if (refused !== undefined) throw malformed(`A function cannot set the header "${refused[0]}"`, openHeaders);
  return {
    status,
    headers: Object.entries(headers),
    code,
    message: words,
    details: details ?? null,
    hint: hint ?? null,
  };
}

type Part = "MESSAGE" | "DETAIL";

const forms: { readonly [part in Part]: string } = {
  MESSAGE:
    "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
  DETAIL:
    "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.",
};

function objectIn(part: Part, text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    // The cast: what JSON calls an object has nothing but named values.
    return typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown> | null)
      : null;
  } catch (cause) {
    throw unreadable(part, text, cause);
  }
}

const isOptional = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === "string";

const isStatus = (value: unknown): value is number => typeof value === "number" && isErrorStatus(value);

function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, text]) => typeof text === "string" && isHeader(name, text));
}

function unreadable(part: Part, text: string, cause?: unknown): AppError {
  return malformed(`Invalid JSON value for ${part}: '${text}'`, forms[part], cause);
}

function malformed(details: string, hint: string, cause?: unknown): AppError {
  return new AppError("PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", {
    details,
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}
