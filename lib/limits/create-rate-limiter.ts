import { createHash } from "node:crypto";
import type { Config } from "../env/env.ts";
import type { Log } from "../log.ts";
import { memoryLimiter } from "./memory-limiter.ts";
import { patientLimiter } from "./patient-limiter.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { redisLimiter } from "./redis-limiter.ts";
import { upstashLimiter } from "./upstash-limiter.ts";

type LimiterConfig = Pick<Config, "isRateLimited" | "redisUrl" | "upstash">;

/** The limiter that the configuration asks for: off, Redis, Upstash, or memory. */
export function createRateLimiter(config: LimiterConfig, log: Log): RateLimiter {
  if (!config.isRateLimited) return unlimited;
  if (config.redisUrl !== null) return withHashedKeys(failOpen(redisLimiter(config.redisUrl), "Redis", log));
  if (config.upstash !== null)
    return withHashedKeys(failOpen(upstashLimiter(config.upstash), "Upstash", log));
  return withHashedKeys(memoryLimiter());
}

/** Counts requests of apps, in this process alone: asking a store each time would cost more than many of them do. */
export function createAppLimiter({ isRateLimited }: Pick<Config, "isRateLimited">): RateLimiter {
  return isRateLimited ? patientLimiter(memoryLimiter()) : unlimited;
}

const unlimited: RateLimiter = {
  consume: async (_key, { points, windowSeconds }) => ({
    allowed: true,
    limit: points,
    remaining: points,
    resetSeconds: windowSeconds,
  }),
  close: async () => undefined,
};

/** Keys hold addresses and e-mail addresses of any length: stores need not know them. */
function withHashedKeys(limiter: RateLimiter): RateLimiter {
  const hash = (key: string) => createHash("sha256").update(key).digest("base64url").slice(0, 22);
  return {
    consume: (key, rule, cost) => limiter.consume(hash(key), rule, cost),
    close: () => limiter.close(),
  };
}

/** Counts in memory while the store is away. One warning when it goes, one line when it is back. */
function failOpen(store: RateLimiter, name: string, log: Log): RateLimiter {
  const memory = memoryLimiter();
  let isAway = false;
  return {
    consume: async (key, rule, cost) => {
      try {
        const result = await store.consume(key, rule, cost);
        if (isAway) log.info({ store: name }, "the rate limiter's store answers again");
        isAway = false;
        return result;
      } catch (error) {
        if (!isAway)
          log.warn({ err: error, store: name }, "rate limits are counted in memory: the store is away");
        isAway = true;
        return memory.consume(key, rule, cost);
      }
    },
    close: () => store.close(),
  };
}
