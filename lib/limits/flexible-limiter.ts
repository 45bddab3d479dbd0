import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimiter, RateLimitResult, RateLimitRule } from "./rate-limiter.ts";

/** One counter of rate-limiter-flexible a rule, made when the rule is first used. */
export function flexibleLimiter(
  counterFor: (rule: RateLimitRule) => RateLimiterAbstract,
): Pick<RateLimiter, "consume"> {
  const counters = new Map<string, RateLimiterAbstract>();
  return {
    consume: async (key, rule, cost = 1) => {
      const id = `${rule.name}:${rule.points}:${rule.windowSeconds}`;
      const counter = counters.get(id) ?? counterFor(rule);
      counters.set(id, counter);
      try {
        return toResult(await counter.consume(key, cost), rule, true);
      } catch (refusal) {
        // The library throws its result when the points are used up, and errors for all else.
        if (refusal instanceof RateLimiterRes) return toResult(refusal, rule, false);
        throw refusal;
      }
    },
  };
}

function toResult(state: RateLimiterRes, rule: RateLimitRule, allowed: boolean): RateLimitResult {
  const resetSeconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  return { allowed, limit: rule.points, remaining: Math.max(0, state.remainingPoints), resetSeconds };
}
