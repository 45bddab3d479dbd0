import { AppError } from "#lib/errors/app-error.ts";
import type { RateLimitResult, RateLimitRule } from "#lib/limits/rate-limiter.ts";
import { runtime } from "#lib/runtime/runtime.ts";

/**
 * Counts one attempt against a limit.
 *
 * @param key who is counted: an address, a user's id, an account's e-mail.
 * @throws {AppError} RH006 past the limit; `details` says when to come back.
 */
export async function withinLimit(key: string, rule: RateLimitRule): Promise<RateLimitResult> {
  const result = await runtime().limiter.consume(key, rule);
  if (result.allowed) return result;
  const { limit, remaining, resetSeconds } = result;
  throw new AppError("RH006", `Too many attempts. Try again in ${resetSeconds} seconds.`, {
    details: { limit, remaining, retry_after: resetSeconds },
  });
}

/** What an address is counted as. A household or server has a whole /64 of IPv6 to send from. */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::", 2);
  const groups = head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").length;
  const full = [
    ...groups,
    ...Array.from({ length: Math.max(0, missing) }, () => "0"),
    ...(tail ?? "").split(":"),
  ];
  return `${full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "") || "0")
    .join(":")}::/64`;
}
