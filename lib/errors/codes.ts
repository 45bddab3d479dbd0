import { postgrestCodes } from "./postgrest-codes.ts";

/**
 * Every error code, with its HTTP status and title: ours, and PostgREST's. SQLSTATEs pass through and are mapped in
 * `sqlstate.ts`. A code is never reused for another meaning.
 */
export const errorCodes = {
  ...postgrestCodes,
  // RH0xx: the request itself
  RH000: { status: 500, title: "Internal error" },
  RH001: { status: 400, title: "Malformed JSON" },
  RH002: { status: 400, title: "Invalid input" },
  RH003: { status: 413, title: "Request body too large" },
  RH004: { status: 404, title: "Not found" },
  RH005: { status: 405, title: "Method not allowed" },
  RH006: { status: 429, title: "Too many requests" },
  RH007: { status: 415, title: "Unsupported media type" },
  RH008: { status: 503, title: "Service unavailable" },
  // RH1xx: who is asking
  RH100: { status: 401, title: "Not signed in" },
  RH101: { status: 401, title: "Wrong e-mail or password" },
  RH102: { status: 403, title: "Role too low" },
  RH103: { status: 403, title: "Cross-site request refused" },
  RH104: { status: 409, title: "E-mail already in use" },
  RH105: { status: 401, title: "Second factor needed" },
  RH106: { status: 403, title: "Sign-up is closed" },
  RH107: { status: 410, title: "Link not good any more" },
  RH108: { status: 409, title: "Last owner" },
  // RH2xx: definitions
  RH200: { status: 422, title: "Invalid schema" },
  RH201: { status: 409, title: "Already exists" },
  RH202: { status: 409, title: "Schema moved on" },
  RH203: { status: 409, title: "Still referenced" },
  RH204: { status: 422, title: "Out of index slots" },
  RH205: { status: 422, title: "Existing rows do not fit" },
  RH206: { status: 422, title: "Change not allowed" },
  RH207: { status: 422, title: "Not supported yet" },
  RH208: { status: 409, title: "Change in progress" },
  // RH3xx: rows
  RH300: { status: 422, title: "Row does not fit its table" },
  RH301: { status: 409, title: "Row conflicts with another" },
  RH302: { status: 412, title: "Row moved on" },
  RH303: { status: 400, title: "Invalid filter" },
  RH304: { status: 422, title: "File cannot be read" },
  RH305: { status: 409, title: "Import in progress" },
  // RH4xx: typed SQL
  RH400: { status: 400, title: "Statement refused" },
  RH401: { status: 408, title: "Statement ran out of time" },
  RH402: { status: 429, title: "Too many statements at once" },
  RH403: { status: 409, title: "Cannot be undone" },
  // RH5xx: schema generation
  RH500: { status: 422, title: "Description refused" },
  RH501: { status: 502, title: "AI provider failed" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;
