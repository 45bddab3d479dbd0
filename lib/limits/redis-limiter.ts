import { Redis } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { flexibleLimiter } from "./flexible-limiter.ts";
import type { RateLimiter } from "./rate-limiter.ts";

/** A request waits at most this long for its count. */
const commandTimeoutMs = 500;

/** Counts in Redis, so that several servers count together. `consume` rejects while Redis is away. */
export function redisLimiter(url: string): RateLimiter {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 5000,
    retryStrategy: (attempt) => Math.min(5000, attempt * 200),
  });
  // Every failed attempt to connect lands here; `consume` reports what it means.
  redis.on("error", () => undefined);
  const counting = flexibleLimiter(
    ({ name, points, windowSeconds }) =>
      new RateLimiterRedis({
        storeClient: redis,
        rejectIfRedisNotReady: true,
        keyPrefix: `rowhouse:limit:${name}`,
        points,
        duration: windowSeconds,
      }),
  );
  return {
    ...counting,
    close: async () => redis.disconnect(),
  };
}
