/** How long we wait for a provider, and how often we try again. All in milliseconds. */
export interface Timing {
  /** Until the first piece of an answer: a local model may have to be loaded. */
  readonly firstPieceMs: number;
  /** Between two pieces. */
  readonly idleMs: number;
  /** For everything: attempts, pauses and repairs together. */
  readonly totalMs: number;
  readonly attemptsMax: number;
  /** The first pause; each next one is twice as long, and each is drawn at random from its upper half. */
  readonly pauseMs: number;
  /** The longest pause, also when `Retry-After` asks for more: then the attempt counts as the last. */
  readonly pauseMsMax: number;
}

export const hostedTiming: Timing = {
  firstPieceMs: 20_000,
  idleMs: 15_000,
  totalMs: 90_000,
  attemptsMax: 4,
  pauseMs: 500,
  pauseMsMax: 8_000,
};

/** A model on one's own machine thinks slowly, but does not rate limit. */
export const selfHostedTiming: Timing = {
  ...hostedTiming,
  firstPieceMs: 45_000,
  idleMs: 30_000,
  totalMs: 180_000,
  attemptsMax: 3,
};

/**
 * The pause before the next attempt.
 *
 * @param attempt 1 after the first attempt.
 * @returns null when the provider asks for more patience than we have.
 */
export function pauseBefore(
  attempt: number,
  retryAfterMs: number | undefined,
  timing: Timing,
  random = Math.random,
): number | null {
  if (retryAfterMs !== undefined && retryAfterMs > timing.pauseMsMax) return null;
  const longest = Math.min(timing.pauseMs * 2 ** (attempt - 1), timing.pauseMsMax);
  // Jitter, so that many servers that failed together do not come back together.
  const pause = longest * (0.5 + random() / 2);
  return Math.max(pause, retryAfterMs ?? 0);
}

/** Resolves after `ms`, or at once when `signal` is aborted: the caller looks at the signal anyway. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
