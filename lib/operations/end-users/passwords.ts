import { runtime } from "#lib/runtime/runtime.ts";

/** Hashes a password outside of any transaction: a quarter of a second, during which no connection is held. */
export function hashPassword(password: string): Promise<string> {
  return runtime().passwords.hash(password);
}
