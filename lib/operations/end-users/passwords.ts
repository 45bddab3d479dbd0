import { randomUUID } from "node:crypto";
import { runtime } from "#lib/runtime/runtime.ts";

/** Hashes a password outside of any transaction: a quarter of a second, during which no connection is held. */
export function hashPassword(password: string): Promise<string> {
  return runtime().passwords.hash(password);
}

/** Takes as long as hashing, so that an answer without any hash cannot be told by its time. */
export async function spendHashingTime(): Promise<void> {
  await runtime().passwords.verify(randomUUID(), null);
}
