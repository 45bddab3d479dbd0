import { AppError } from "#lib/errors/app-error.ts";
import type { Actor } from "./actor.ts";

/**
 * The session of an actor who has signed in: a leaked token for automation must not change how its owner does, or make what
 * outlives it.
 *
 * @param what completes "cannot".
 * @throws {AppError} RH102
 */
export function requireSessionActor({ credential }: Actor, what = "change how you sign in"): string {
  if (credential.kind === "session") return credential.sessionId;
  throw new AppError("RH102", `A personal access token cannot ${what}.`, {
    hint: "Sign in, and do it there.",
  });
}
