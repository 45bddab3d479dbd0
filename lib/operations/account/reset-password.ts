import { accountMessages } from "#lib/auth/account-messages.ts";
import { hashLinkToken, newLinkToken } from "#lib/auth/one-time-token.ts";
import { passwordProblem } from "#lib/auth/password-rules.ts";
import { systemScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  type AccountToken,
  deleteAccountTokens,
  takeAccountToken,
  upsertAccountToken,
} from "#lib/store/account/account-token.ts";
import { revokeSessions } from "#lib/store/account/session.ts";
import { findUserByEmail, type User, updateUserPassword } from "#lib/store/account/user.ts";
import type { Client } from "../start-session.ts";
import { addressKey, withinLimit } from "../within-limit.ts";
import { deliverMail, inBackground, requireMail } from "./deliver-mail.ts";
import { noteSuccess } from "./sign-in-back-off.ts";

const lifetimeSeconds = 60 * 60;

/**
 * Sends a link to choose a new password by, if there is such an account. The answer is the same if there is none.
 *
 * @throws {AppError} RH006 past the limits, which count unknown accounts too; RH008 where no mail is sent to anybody.
 */
export async function requestPasswordReset(input: { readonly email: string }, client: Client): Promise<void> {
  requireMail();
  const email = input.email.trim();
  await withinLimit(addressKey(client.address), rateLimitRules.mailByAddress);
  await withinLimit(email.toLowerCase(), rateLimitRules.mailByAccount);
  inBackground(sendLink(email));
}

async function sendLink(email: string): Promise<void> {
  const { database, config } = runtime();
  const { rows } = await database.query<User>(systemScope, findUserByEmail(email));
  const [user] = rows;
  if (user === undefined) return;
  const token = newLinkToken();
  const statement = upsertAccountToken({
    userId: user.id,
    kind: "password_reset",
    tokenHash: hashLinkToken(token),
    sentTo: user.email,
    lifetimeSeconds,
  });
  await database.query(systemScope, statement);
  await deliverMail(
    user.email,
    accountMessages.passwordReset(`${config.appUrl}/reset-password?token=${token}`),
  );
}

/**
 * Takes a link's token and a new password. All sessions of the account end; a second factor is still asked for at sign-in.
 *
 * @throws {AppError} RH002 for a weak password, which leaves the link good; RH107 for a link that is not.
 */
export async function resetPassword(
  input: { readonly token: string; readonly password: string },
  client: Client,
): Promise<void> {
  await withinLimit(addressKey(client.address), rateLimitRules.signInByAddress);
  const problem = passwordProblem(input.password);
  if (problem !== null) throw invalidInput([{ path: "/password", message: problem }]);
  const { database, passwords, config } = runtime();
  const passwordHash = await passwords.hash(input.password);
  const user = await database.transaction(systemScope, async (tx) => {
    const taken = await tx.query<AccountToken>(
      takeAccountToken(hashLinkToken(input.token), "password_reset"),
    );
    const userId = taken.rows[0]?.user_id;
    if (userId === undefined) throw staleLink();
    const { rows } = await tx.query<User>(updateUserPassword(userId, passwordHash));
    await tx.query(deleteAccountTokens(userId));
    await tx.query(revokeSessions(userId, { except: null }));
    return rows[0];
  });
  if (user === undefined) throw staleLink();
  // Whoever reads the account's mail need not wait for the pause that somebody's guesses have earned.
  await noteSuccess(user.email);
  inBackground(deliverMail(user.email, accountMessages.passwordChanged(`${config.appUrl}/forgot-password`)));
}

/** What a link answers that was used, is too old, was followed by a newer one, or never was. */
export function staleLink(): AppError {
  return new AppError("RH107", "This link is not good any more.", {
    hint: "Links are good once and for a while. Ask for a new one.",
  });
}
