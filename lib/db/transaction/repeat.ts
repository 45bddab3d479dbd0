import { setTimeout as sleep } from "node:timers/promises";
import { isRetryable } from "../pg-errors.ts";

const attemptsMax = 4;
/** Those that met should not meet again: each waits a while of its own, and the longer the more often. */
const pauseMs = 20;

/**
 * Does work again after a deadlock or a serialization failure.
 *
 * @param once one transaction, of which nothing has happened when it fails.
 */
export async function repeated<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      if (attempt >= attemptsMax || !isRetryable(error)) throw error;
      await sleep(Math.random() * pauseMs * 2 ** attempt);
    }
  }
}
