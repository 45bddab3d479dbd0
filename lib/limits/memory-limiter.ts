import { RateLimiterMemory } from "rate-limiter-flexible";
import { flexibleLimiter } from "./flexible-limiter.ts";
import type { RateLimiter } from "./rate-limiter.ts";

/** Counts in this process: right for one server, and where counting goes on when a shared store is down. */
export function memoryLimiter(): RateLimiter {
  const counting = flexibleLimiter(
    ({ name, points, windowSeconds }) =>
      new RateLimiterMemory({ keyPrefix: name, points, duration: windowSeconds }),
  );
  return { ...counting, close: async () => undefined };
}
