import { randomUUID } from "node:crypto";

export const requestIdHeader = "X-Request-Id";

const acceptable = /^[\w.-]{8,64}$/;

/** The id that an outer hop gave the request, if it is harmless in a header and a log line; else a new one. */
export function requestIdOf(headers: Pick<Headers, "get">): string {
  const given = headers.get(requestIdHeader);
  return given !== null && acceptable.test(given) ? given : randomUUID();
}
