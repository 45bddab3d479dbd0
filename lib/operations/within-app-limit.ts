import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors/app-error.ts";
import { rateLimitRules } from "../limits/rules.ts";
import { runtime } from "../runtime/runtime.ts";

/** Who is refused at once asks again at once, and all these refusals take the time of those who are answered. */
const refusedAfterMs = 250;
/** Past these, memory is worth more than manners. */
const refusalsMax = 5_000;
let refusals = 0;

/**
 * Counts one request of a project's apps; one past the limit is kept waiting a little.
 *
 * @throws {AppError} RH006 past the limit; `details` says when to come back.
 */
export async function withinAppLimit(projectId: string): Promise<void> {
  const { allowed, resetSeconds } = await runtime().appLimiter.consume(projectId, rateLimitRules.app);
  if (allowed) return;
  await pause();
  throw new AppError("RH006", `This project's apps ask too much. Try again in ${resetSeconds} seconds.`, {
    details: { retry_after: resetSeconds },
  });
}

async function pause(): Promise<void> {
  if (refusals >= refusalsMax) return;
  refusals += 1;
  await sleep(refusedAfterMs);
  refusals -= 1;
}
