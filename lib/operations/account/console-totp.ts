import { seal, unseal } from "#lib/auth/sealed.ts";
import { newTotp, type TotpEnrolment, totpStep } from "#lib/auth/totp.ts";
import type { Transaction } from "#lib/db/database.ts";
import { systemScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  acceptTotpStep,
  type ConsoleFactor,
  lockConsoleFactor,
  setTotpSecret,
} from "#lib/store/account/console-factor.ts";
import type { Actor } from "../actor.ts";
import { requireSessionActor } from "../session-actor.ts";
import { withinLimit } from "../within-limit.ts";

/** Whether the actor's account has a second factor. */
export async function hasTotp(actor: Actor): Promise<boolean> {
  const { rows } = await runtime().database.query<ConsoleFactor>(
    systemScope,
    lockConsoleFactor(actor.userId),
  );
  return rows[0]?.totp_confirmed_at != null;
}

/**
 * Begins to set up an authenticator app for a console account. It counts once a code of it was shown.
 *
 * @throws {AppError} RH002 for a wrong password, RH201 if there is one already.
 */
export async function beginTotp(actor: Actor, input: { readonly password: string }): Promise<TotpEnrolment> {
  const { database, passwords, config } = runtime();
  requireSessionActor(actor);
  await withinLimit(actor.userId, rateLimitRules.factorByAccount);
  const factor = await readFactor(actor.userId);
  if (!(await passwords.verify(input.password, factor.password_hash))) {
    throw invalidInput([{ path: "/password", message: "is wrong" }]);
  }
  if (factor.totp_confirmed_at !== null)
    throw new AppError("RH201", "There is an authenticator app already.");
  const totp = await newTotp("Rowhouse", factor.email);
  await database.query(
    systemScope,
    setTotpSecret(actor.userId, seal(totp.secret, config.secret, label(actor.userId))),
  );
  return totp;
}

/** Ends setting up. @throws {AppError} RH002 for a wrong code. */
export async function confirmTotp(actor: Actor, input: { readonly code: string }): Promise<void> {
  requireSessionActor(actor);
  if (!(await takeTotpCode(actor.userId, input.code))) throw wrongCode();
}

/** Takes the second factor away, by a code of it. @throws {AppError} RH002 for a wrong code. */
export async function removeTotp(actor: Actor, input: { readonly code: string }): Promise<void> {
  requireSessionActor(actor);
  if (!(await takeTotpCode(actor.userId, input.code))) throw wrongCode();
  await runtime().database.query(systemScope, setTotpSecret(actor.userId, null));
}

/** Whether a code is right; then it is good no more. Counted: 15 in five minutes. */
export async function takeTotpCode(userId: string, code: string): Promise<boolean> {
  await withinLimit(userId, rateLimitRules.factorByAccount);
  const { database, config } = runtime();
  return database.transaction(systemScope, async (tx) => {
    const factor = await lockFactor(tx, userId);
    if (factor.totp_secret === null) return false;
    const secret = unseal(factor.totp_secret, config.secret, label(userId));
    const step = totpStep(code.replaceAll(" ", ""), secret, factor.totp_last_step);
    if (step === null) return false;
    await tx.query(acceptTotpStep(userId, step));
    return true;
  });
}

function readFactor(userId: string): Promise<ConsoleFactor> {
  return runtime().database.transaction(systemScope, (tx) => lockFactor(tx, userId));
}

async function lockFactor(tx: Transaction, userId: string): Promise<ConsoleFactor> {
  const { rows } = await tx.query<ConsoleFactor>(lockConsoleFactor(userId));
  const [factor] = rows;
  if (factor === undefined) throw new AppError("RH100", "This account does not exist any more.");
  return factor;
}

function wrongCode(): AppError {
  return invalidInput([{ path: "/code", message: "is wrong, or was used already" }]);
}

function label(userId: string): string {
  return `console-totp:${userId}`;
}
