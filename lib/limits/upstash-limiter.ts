import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import type { RateLimiter, RateLimitRule } from "./rate-limiter.ts";

/** A request waits at most this long for its count. */
const timeoutMs = 1000;

/** Counts at Upstash over HTTPS. `consume` rejects while it does not answer. */
export function upstashLimiter(options: { readonly url: string; readonly token: string }): RateLimiter {
  const redis = new Redis({ ...options, enableTelemetry: false, retry: false });
  const counters = new Map<string, Ratelimit>();
  const counterFor = ({ name, points, windowSeconds }: RateLimitRule) =>
    new Ratelimit({
      redis,
      limiter: Ratelimit.fixedWindow(points, `${windowSeconds} s`),
      prefix: `rowhouse:limit:${name}`,
      timeout: timeoutMs,
      analytics: false,
    });
  return {
    consume: async (key, rule, cost = 1) => {
      const id = `${rule.name}:${rule.points}:${rule.windowSeconds}`;
      const counter = counters.get(id) ?? counterFor(rule);
      counters.set(id, counter);
      const answer = await counter.limit(key, { rate: cost });
      // The library lets everything pass on a timeout; counting has to go on elsewhere instead.
      if (answer.reason === "timeout") throw new Error("Upstash did not answer in time.");
      return {
        allowed: answer.success,
        limit: rule.points,
        remaining: Math.max(0, answer.remaining),
        resetSeconds: Math.max(1, Math.ceil((answer.reset - Date.now()) / 1000)),
      };
    },
    close: async () => undefined,
  };
}
