import { seal } from "#lib/auth/sealed.ts";
import { isLoopback } from "#lib/env/env.ts";
import { outboundFetch } from "#lib/oauth/outbound-fetch.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { finishAuthMessage, insertAuthMessage } from "#lib/store/end-users/auth-message.ts";
import { type AuthProject, projectSecrets } from "./auth-project.ts";
import type { Outgoing } from "./send-token.ts";

export function messageLabel(projectId: string): string {
  return `auth-message:${projectId}`;
}

/**
 * Sends a message, or puts it into the console's mailbox where no server is configured.
 *
 * Nobody waits for the mail server: how long it takes would tell who has an account. What it says lies in the mailbox.
 *
 * @returns the message's id.
 */
export async function deliver(project: AuthProject, message: Outgoing): Promise<string> {
  const { scope } = project;
  const { database, config, log } = runtime();
  const { channel, template, to, subject, body } = message;
  const send = senderOf(project, message);
  const sealed = send === null ? seal(body, config.secret, messageLabel(scope.projectId)) : null;
  const { rows } = await database.query<{ id: string }>(
    scope,
    insertAuthMessage(scope, {
      channel,
      template,
      recipient: to,
      subject: channel === "sms" ? null : subject,
      sealed,
    }),
  );
  const id = rows[0]?.id ?? "";
  if (send === null) return id;
  void send()
    .then(
      () => null,
      (error: unknown) => {
        log.warn({ err: error, channel }, "a message could not be sent");
        return error instanceof Error ? error.message.slice(0, 500) : "unknown";
      },
    )
    .then((failure) => database.query(scope, finishAuthMessage(scope, id, failure)))
    .catch((error: unknown) => log.error({ err: error }, "the outcome of a message was not noted"));
  return id;
}

/** Null: nothing is configured that could send it. */
function senderOf(
  project: AuthProject,
  { channel, to, subject, body }: Outgoing,
): (() => Promise<void>) | null {
  const { settings, scope, sealed } = project;
  if (channel === "email") {
    const { mailer } = runtime();
    return mailer === null
      ? null
      : () => mailer.send({ to, subject, html: body, senderName: settings.senderName });
  }
  const { smsUrl } = settings;
  if (smsUrl === null) return null;
  return () => sendSms(smsUrl, projectSecrets(scope.projectId, sealed).smsToken, `+${to}`, body);
}

async function sendSms(url: string, token: string | null, to: string, message: string): Promise<void> {
  const { appUrl } = runtime().config;
  const response = await outboundFetch({ isInnerAllowed: isLoopback(appUrl) })(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ to, message }),
  });
  if (!response.ok) throw new Error(`the SMS provider answered ${response.status}`);
}
