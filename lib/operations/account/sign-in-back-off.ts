import { createHash } from "node:crypto";
import { systemScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  countSignInFailure,
  findSignInFailures,
  forgetSignInFailures,
  type SignInFailures,
} from "#lib/store/account/sign-in-failure.ts";

/** Failures that cost nothing: everybody mistypes. */
const free = 5;
const pauseSecondsMax = 15 * 60;

/** Seconds to wait after so many failures in a row: doubled by each, from five seconds to a quarter of an hour. */
export function pauseAfter(failures: number): number {
  return failures < free ? 0 : Math.min(pauseSecondsMax, 5 * 2 ** (failures - free));
}

/**
 * Refuses while an account's pause lasts. Unlike the limits per address it is kept in the database: restarting the
 * server or asking another one does not end it.
 *
 * @throws {AppError} RH006
 */
export async function requireNoPause(email: string): Promise<void> {
  const { database, config } = runtime();
  if (!config.isRateLimited) return;
  const { rows } = await database.query<SignInFailures>(systemScope, findSignInFailures(hashOf(email)));
  const { failures = 0, seconds = 0 } = rows[0] ?? {};
  const left = Math.ceil(pauseAfter(failures) - seconds);
  if (left <= 0) return;
  throw new AppError("RH006", `Too many attempts. Try again in ${left} seconds.`, {
    details: { limit: free, remaining: 0, retry_after: left },
  });
}

export async function noteFailure(email: string): Promise<void> {
  const { database, config } = runtime();
  if (config.isRateLimited) await database.query(systemScope, countSignInFailure(hashOf(email)));
}

export async function noteSuccess(email: string): Promise<void> {
  const { database, config } = runtime();
  if (config.isRateLimited) await database.query(systemScope, forgetSignInFailures(hashOf(email)));
}

function hashOf(email: string): Buffer {
  return createHash("sha256").update(email.trim().toLowerCase()).digest();
}
