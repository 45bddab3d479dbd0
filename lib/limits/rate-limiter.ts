/** How often something may happen: `points` in every window of `windowSeconds`. */
export interface RateLimitRule {
  /** Separates the counts of two rules for one key. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export interface RateLimitResult {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the window ends, rounded up; at least 1. */
  readonly resetSeconds: number;
}

/** Counts what somebody does. A store that is down never refuses a request: counting goes on in memory. */
export interface RateLimiter {
  /**
   * @param key who: an address, a user id, an account's e-mail address. It is hashed before it is stored.
   * @param cost points that this one takes; default 1.
   */
  consume(key: string, rule: RateLimitRule, cost?: number): Promise<RateLimitResult>;
  close(): Promise<void>;
}
