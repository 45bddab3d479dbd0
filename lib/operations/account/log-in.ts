import { systemScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findUserByEmail, type User, type UserCredentials } from "#lib/store/account/user.ts";
import { type Client, type SignedIn, startSession } from "../start-session.ts";
import { addressKey, withinLimit } from "../within-limit.ts";
import { takeTotpCode } from "./console-totp.ts";
import { noteFailure, noteSuccess, requireNoPause } from "./sign-in-back-off.ts";

export interface LogInInput {
  readonly email: string;
  readonly password: string;
  /** Of the authenticator app, where the account has one. */
  readonly code?: string;
}

/**
 * Opens a session for whoever knows an account's password.
 *
 * @throws {AppError} RH101, the same after the same work for an unknown e-mail and a wrong password; RH006 past the
 * limits of the address and of the account, which count unknown accounts too, and while the account's pause after failures
 * lasts; RH105 to whoever knows the password of an account with an authenticator app, until a right code comes along.
 */
export async function logIn(input: LogInInput, client: Client): Promise<SignedIn> {
  const email = input.email.trim();
  await withinLimit(addressKey(client.address), rateLimitRules.signInByAddress);
  await withinLimit(email.toLowerCase(), rateLimitRules.signInByAccount);
  await requireNoPause(email);
  const { database, passwords } = runtime();
  const { rows } = await database.query<UserCredentials>(systemScope, findUserByEmail(email));
  const [found] = rows;
  // No connection is held meanwhile, and an unknown account costs the same quarter of a second.
  const isRight = await passwords.verify(input.password, found?.password_hash ?? null);
  if (!isRight || found === undefined) {
    await noteFailure(email);
    throw wrongCredentials();
  }
  if (found.has_totp) await requireCode(found.id, email, input.code);
  await noteSuccess(email);
  const user: User = { id: found.id, email: found.email, name: found.name };
  return database.transaction(systemScope, (tx) => startSession(tx, user, client));
}

async function requireCode(userId: string, email: string, code: string | undefined): Promise<void> {
  if (code === undefined || code.trim() === "") {
    throw new AppError("RH105", "Enter the code of your authenticator app.");
  }
  if (await takeTotpCode(userId, code)) return;
  await noteFailure(email);
  throw new AppError("RH105", "The code is wrong, or was used already.", { hint: "Wait for the next one." });
}

/** One answer for both, so that nobody learns who has an account. */
export function wrongCredentials(): AppError {
  return new AppError("RH101", "The e-mail or the password is wrong.");
}
