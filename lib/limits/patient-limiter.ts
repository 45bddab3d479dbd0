import { setTimeout as sleep } from "node:timers/promises";
import type { RateLimiter } from "./rate-limiter.ts";

/** Who is refused at once asks again at once, and all these refusals take the time of those who are answered. */
const refusedAfterMs = 250;
/** Past these, memory is worth more than manners. */
const waitingMax = 5_000;

/** Keeps those who are refused waiting a little before they hear it. */
export function patientLimiter(limiter: RateLimiter): RateLimiter {
  let waiting = 0;
  return {
    consume: async (key, rule, cost) => {
      const result = await limiter.consume(key, rule, cost);
      if (result.allowed || waiting >= waitingMax) return result;
      waiting += 1;
      await sleep(refusedAfterMs);
      waiting -= 1;
      return result;
    },
    close: () => limiter.close(),
  };
}
