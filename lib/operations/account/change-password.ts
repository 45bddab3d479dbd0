import { accountMessages } from "#lib/auth/account-messages.ts";
import { passwordProblem } from "#lib/auth/password-rules.ts";
import { systemScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { deleteAccountTokens } from "#lib/store/account/account-token.ts";
import { revokeSessions } from "#lib/store/account/session.ts";
import { findUserCredentials, type UserCredentials, updateUserPassword } from "#lib/store/account/user.ts";
import type { Actor } from "../actor.ts";
import { requireSessionActor } from "../session-actor.ts";
import { withinLimit } from "../within-limit.ts";
import { deliverMail, inBackground } from "./deliver-mail.ts";

/**
 * Sets another password for whoever knows the present one. All other sessions end.
 *
 * @throws {AppError} RH002 for a wrong or a weak password; RH102 when asked by a personal access token.
 */
export async function changePassword(
  actor: Actor,
  input: { readonly current_password: string; readonly password: string },
): Promise<void> {
  const sessionId = requireSessionActor(actor);
  const problem = passwordProblem(input.password);
  if (problem !== null) throw invalidInput([{ path: "/password", message: problem }]);
  const user = await requirePassword(actor, input.current_password, "/current_password");
  const { database, passwords, config } = runtime();
  const passwordHash = await passwords.hash(input.password);
  await database.transaction(systemScope, async (tx) => {
    await tx.query(updateUserPassword(user.id, passwordHash));
    await tx.query(deleteAccountTokens(user.id));
    await tx.query(revokeSessions(user.id, { except: sessionId }));
  });
  inBackground(deliverMail(user.email, accountMessages.passwordChanged(`${config.appUrl}/forgot-password`)));
}

/**
 * The actor's account, once its password was shown to be known. Counted: a stolen session must not guess.
 *
 * @param path where the password stands in the body.
 * @throws {AppError} RH002 if it is wrong, or if the account has none.
 */
export async function requirePassword(
  actor: Actor,
  password: string,
  path: string,
): Promise<UserCredentials> {
  await withinLimit(actor.userId, rateLimitRules.factorByAccount);
  const { database, passwords } = runtime();
  const { rows } = await database.query<UserCredentials>(systemScope, findUserCredentials(actor.userId));
  const [user] = rows;
  if (user === undefined) throw new AppError("RH100", "This account does not exist any more.");
  if (await passwords.verify(password, user.password_hash)) return user;
  const message = user.password_hash === null ? "was never set: choose one by “Forgot password”" : "is wrong";
  throw invalidInput([{ path, message }]);
}
