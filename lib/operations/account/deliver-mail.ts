import { randomUUID } from "node:crypto";
import type { AccountMessage } from "#lib/auth/account-messages.ts";
import { seal } from "#lib/auth/sealed.ts";
import { systemScope } from "#lib/db/scope.ts";
import { isLoopback } from "#lib/env/env.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertAccountMessage } from "#lib/store/account/account-message.ts";

/** What messages that are kept are encrypted under. */
export const accountMessageLabel = "account-message";

/**
 * How messages reach console accounts: through a mail server; else, while the console is this machine's alone, into a
 * mailbox that only this machine reads; else not at all.
 */
export function mailRoute(): "server" | "mailbox" | "none" {
  const { mailer, config } = runtime();
  if (mailer !== null) return "server";
  return isLoopback(config.appUrl) ? "mailbox" : "none";
}

/** @throws {AppError} RH008 where no message would arrive, whoever it is for. */
export function requireMail(): void {
  if (mailRoute() !== "none") return;
  throw new AppError("RH008", "This server sends no mail.", {
    hint: "Whoever runs it sets SMTP_URL.",
  });
}

/** Sends a message to an account, or keeps it in this machine's mailbox. */
export async function deliverMail(to: string, { subject, html }: AccountMessage): Promise<void> {
  const { mailer, database, config } = runtime();
  if (mailer !== null) return mailer.send({ to, subject, html, senderName: "Rowhouse" });
  if (mailRoute() === "none") return;
  const sealed = seal(html, config.secret, accountMessageLabel);
  await database.query(
    systemScope,
    insertAccountMessage({ id: randomUUID(), recipient: to, subject, sealed }),
  );
}

/**
 * Does what nobody waits for: how long it takes would tell who has an account. What fails is in the log.
 */
export function inBackground(work: Promise<void>): void {
  work.catch((error: unknown) => runtime().log.error({ err: error }, "a message to an account was not sent"));
}
