import type { PresentedCredentials } from "#lib/operations/data-api/resolve-caller.ts";
import { isFromBrowser } from "#lib/operations/data-api/resolve-caller.ts";
import type { ServiceRequest } from "./data-request.ts";

/** What a request says about who sends it: the `apikey` header or parameter, and the bearer token. */
export function readCredentials(request: ServiceRequest): PresentedCredentials {
  const bearer = /^bearer +(\S+) *$/i.exec(request.header("authorization") ?? "")?.[1] ?? null;
  const has = (name: string) => request.header(name.toLowerCase()) !== null;
  const get = (name: string) => request.header(name.toLowerCase());
  return {
    apikey: request.header("apikey") ?? keyParameter(request.search),
    bearer,
    isFromBrowser: isFromBrowser({ has, get }),
  };
}

/** Where headers cannot be set: a link, a WebSocket. */
function keyParameter(search: string): string | null {
  return search.includes("apikey=") ? new URLSearchParams(search).get("apikey") : null;
}
