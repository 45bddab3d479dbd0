import { readSessionCookie } from "#lib/auth/cookies.ts";
import { rateLimitHeaders } from "#lib/limits/headers.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { addressKey } from "#lib/operations/within-limit.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { clientAddress } from "./client-address.ts";

/** Counts one page for an address; the refusal when there were too many of them, null otherwise. */
export async function refusePagesOverLimit(headers: Headers): Promise<Response | null> {
  const result = await runtime().limiter.consume(addressKey(clientAddress(headers)), rateLimitRules.pages);
  if (result.allowed) return null;
  return new Response(`Too many pages at once. Try again in ${result.resetSeconds} seconds.\n`, {
    status: 429,
    // `Refresh`: a browser tries again by itself.
    headers: {
      ...{ ...rateLimitHeaders(result), Refresh: String(result.resetSeconds) },
      "Content-Type": "text/plain; charset=utf-8",
    },
  });
}

/** Whether the visitor brings a session at all; what it is worth, the page finds out. */
export function bringsSession(headers: Headers): boolean {
  return readSessionCookie(headers.get("Cookie")) !== null;
}
