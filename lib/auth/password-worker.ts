/** One thread of the password pool: the only place where passwords are hashed. */
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync } from "bcryptjs";
import { bcryptCost } from "./password-hasher.ts";
import { verifyHash } from "./verify-hash.ts";

export type PasswordJob =
  | { readonly kind: "hash"; readonly password: string }
  | { readonly kind: "verify"; readonly password: string; readonly hash: string };

export type PasswordAnswer = { readonly value: string | boolean } | { readonly error: string };

// On Linux a priority is a thread's own: a burst of sign-ins then yields to whoever serves requests. Elsewhere it would
// slow the whole process down.
if (process.platform === "linux") setPriority(5);

parentPort?.on("message", (job: PasswordJob) => parentPort?.postMessage(answer(job)));

function answer(job: PasswordJob): PasswordAnswer {
  try {
    const { password } = job;
    return { value: job.kind === "hash" ? hashSync(password, bcryptCost) : verifyHash(password, job.hash) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
