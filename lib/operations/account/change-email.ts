import { accountMessages } from "#lib/auth/account-messages.ts";
import { hashLinkToken, newLinkToken } from "#lib/auth/one-time-token.ts";
import { systemScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type AccountToken, takeAccountToken, upsertAccountToken } from "#lib/store/account/account-token.ts";
import { findUserByEmail, type User, updateUserEmail } from "#lib/store/account/user.ts";
import type { Actor } from "../actor.ts";
import { requireSessionActor } from "../session-actor.ts";
import type { Client } from "../start-session.ts";
import { addressKey, withinLimit } from "../within-limit.ts";
import { requirePassword } from "./change-password.ts";
import { deliverMail, inBackground, requireMail } from "./deliver-mail.ts";
import { staleLink } from "./reset-password.ts";
import { requireAllowedAddress } from "./sign-up-rules.ts";

const lifetimeSeconds = 24 * 60 * 60;

/**
 * Sends a link to a new address; the account has it once the link is followed. The old address is told. The answer does not
 * say whether another account has the address already: the mail there does.
 *
 * @throws {AppError} RH002 for a wrong password or an address that may not have an account here; RH008 where no mail is sent.
 */
export async function requestEmailChange(
  actor: Actor,
  input: { readonly email: string; readonly password: string },
): Promise<void> {
  requireSessionActor(actor);
  requireMail();
  const email = input.email.trim();
  const user = await requirePassword(actor, input.password, "/password");
  if (email.toLowerCase() === user.email.toLowerCase())
    throw invalidInput([{ path: "/email", message: "is your address already" }]);
  requireAllowedAddress(email);
  await withinLimit(user.id, rateLimitRules.mailByAccount);
  inBackground(sendLinks(user, email));
}

async function sendLinks(user: User, email: string): Promise<void> {
  const { database, config } = runtime();
  const taken = await database.query<User>(systemScope, findUserByEmail(email));
  if (taken.rows.length > 0) return deliverMail(email, accountMessages.emailTaken(`${config.appUrl}/login`));
  const token = newLinkToken();
  const statement = upsertAccountToken({
    userId: user.id,
    kind: "email_change",
    tokenHash: hashLinkToken(token),
    sentTo: email,
    lifetimeSeconds,
  });
  await database.query(systemScope, statement);
  await deliverMail(email, accountMessages.emailChange(`${config.appUrl}/confirm-email?token=${token}`));
  const warning = accountMessages.emailChangeRequested(email, `${config.appUrl}/forgot-password`);
  await deliverMail(user.email, warning);
}

/**
 * Takes the link that went to the new address.
 *
 * @throws {AppError} RH107 for a link that is not good; RH104 if another account has taken the address meanwhile.
 */
export async function confirmEmailChange(input: { readonly token: string }, client: Client): Promise<User> {
  await withinLimit(addressKey(client.address), rateLimitRules.signInByAddress);
  return runtime().database.transaction(systemScope, async (tx) => {
    const { rows } = await tx.query<AccountToken>(
      takeAccountToken(hashLinkToken(input.token), "email_change"),
    );
    const [taken] = rows;
    if (taken === undefined) throw staleLink();
    const changed = await tx.query<User>(updateUserEmail(taken.user_id, taken.sent_to));
    const [user] = changed.rows;
    if (user === undefined) throw new AppError("RH104", "Another account uses this address by now.");
    return user;
  });
}
