import { AppError } from "../../errors/app-error.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { runtime } from "../../runtime/runtime.ts";

/**
 * Counts one request of a project's apps.
 *
 * @throws {AppError} RH006 past the limit; `details` says when to come back.
 */
export async function withinAppLimit(projectId: string): Promise<void> {
  const { allowed, resetSeconds } = await runtime().appLimiter.consume(projectId, rateLimitRules.app);
  if (allowed) return;
  throw new AppError("RH006", `This project's apps ask too much. Try again in ${resetSeconds} seconds.`, {
    details: { retry_after: resetSeconds },
  });
}
