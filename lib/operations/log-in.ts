import { systemScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findUserByEmail, type User } from "#lib/store/user.ts";
import { type Client, type SignedIn, startSession } from "./start-session.ts";
import { addressKey, withinLimit } from "./within-limit.ts";

export interface LogInInput {
  readonly email: string;
  readonly password: string;
}

/**
 * Opens a session for whoever knows an account's password.
 *
 * @throws {AppError} RH101, the same after the same work for an unknown e-mail and a wrong password; RH006 past the
 * limits of the address and of the account, which count unknown accounts too.
 */
export async function logIn(input: LogInInput, client: Client): Promise<SignedIn> {
  const email = input.email.trim();
  await withinLimit(addressKey(client.address), rateLimitRules.signInByAddress);
  await withinLimit(email.toLowerCase(), rateLimitRules.signInByAccount);
  const { database, passwords } = runtime();
  const { rows } = await database.query<User & { password_hash: string }>(
    systemScope,
    findUserByEmail(email),
  );
  const [found] = rows;
  // No connection is held meanwhile, and an unknown account costs the same quarter of a second.
  const isRight = await passwords.verify(input.password, found?.password_hash ?? null);
  if (!isRight || found === undefined) throw wrongCredentials();
  const user: User = { id: found.id, email: found.email, name: found.name };
  return database.transaction(systemScope, (tx) => startSession(tx, user, client));
}

/** One answer for both, so that nobody learns who has an account. */
export function wrongCredentials(): AppError {
  return new AppError("RH101", "The e-mail or the password is wrong.");
}
