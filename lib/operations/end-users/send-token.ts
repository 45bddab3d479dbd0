import { randomUUID } from "node:crypto";
import type { TemplateName } from "#lib/auth/mail-templates.ts";
import { defaultTemplates, renderTemplate } from "#lib/auth/mail-templates.ts";
import { hashCode, hashLinkToken, newOneTimeSecret, type OneTimeSecret } from "#lib/auth/one-time-token.ts";
import type { CodeChallenge } from "#lib/auth/pkce.ts";
import { redirectTarget } from "#lib/auth/redirect.ts";
import type { Account } from "#lib/auth/user-object.ts";
import type { Transaction } from "#lib/db/database.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { ensureAccount, updateAccount } from "#lib/store/end-users/end-user.ts";
import { deleteStaleFlows, insertFlowState } from "#lib/store/end-users/flow-state.ts";
import { type OneTimeTokenKind, upsertOneTimeToken } from "#lib/store/end-users/one-time-token.ts";
import { audit } from "./audit.ts";
import { type AuthRequest, redirectRules, siteUrl } from "./auth-project.ts";

/** A message that waits for its transaction to end. */
export interface Outgoing {
  readonly channel: "email" | "sms";
  readonly template: TemplateName;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface TokenOrder {
  readonly kind: OneTimeTokenKind;
  readonly template: TemplateName;
  readonly channel: "email" | "sms";
  readonly to: string;
  /** What the link says it is for; absent: the code alone is sent. */
  readonly type?: string;
  readonly redirectTo?: string | null;
  /** A link that ends in a code for the browser that began. */
  readonly flow?: { readonly challenge: CodeChallenge; readonly method: string } | null;
}

/** Makes a token and the message that carries it. Older ones of the kind are worth nothing from now on. */
export async function sendToken(
  tx: Transaction,
  request: AuthRequest,
  account: Account,
  order: TokenOrder,
): Promise<Outgoing> {
  const made = await makeToken(tx, request, account, order);
  return message(request, account, order, made);
}

/** A token with the link that it is in. */
export interface MadeToken extends OneTimeSecret {
  readonly link: string;
  readonly redirectTo: string;
}

/** As `sendToken`, for whoever delivers the link by other means. */
export async function makeToken(
  tx: Transaction,
  request: AuthRequest,
  account: Account,
  order: TokenOrder,
): Promise<MadeToken> {
  const { scope, settings, url } = request.project;
  const made = newOneTimeSecret(settings.otpDigits, order.flow != null);
  const flowId = order.flow == null ? null : await startFlow(tx, request, account.id, order.flow);
  await tx.query(ensureAccount(scope, account.id));
  await tx.query(
    upsertOneTimeToken(scope, {
      userId: account.id,
      kind: order.kind,
      tokenHash: hashLinkToken(made.token),
      codeHash: hashCode(made.code, scope.projectId, account.id, runtime().config.secret),
      sentTo: order.to,
      flowId,
      lifetimeSeconds: settings.otpSeconds,
    }),
  );
  await tx.query(updateAccount(scope, account.id, { [sentAt[order.kind]]: new Date() }));
  await audit(tx, request, "one_time_token_sent", { userId: account.id, details: { kind: order.kind } });
  const redirectTo = redirectTarget(order.redirectTo, redirectRules(request.project));
  const query = new URLSearchParams({
    token: made.token,
    type: order.type ?? order.kind,
    redirect_to: redirectTo,
  });
  return { ...made, link: `${url}/verify?${query}`, redirectTo };
}

const sentAt = {
  confirmation: "confirmation_sent_at",
  phone_confirmation: "confirmation_sent_at",
  recovery: "recovery_sent_at",
  email_change_current: "email_change_sent_at",
  email_change_new: "email_change_sent_at",
  phone_change: "phone_change_sent_at",
  reauthentication: "reauthentication_sent_at",
} as const satisfies Record<OneTimeTokenKind, string>;

async function startFlow(
  tx: Transaction,
  { project }: AuthRequest,
  userId: string,
  flow: { readonly challenge: CodeChallenge; readonly method: string },
): Promise<string> {
  const id = randomUUID();
  await tx.query(deleteStaleFlows(project.scope));
  await tx.query(
    insertFlowState(project.scope, {
      id,
      userId,
      provider: "email",
      method: flow.method,
      challenge: flow.challenge,
      stateHash: null,
      redirectTo: null,
      linkingUserId: null,
      sealed: null,
      lifetimeSeconds: project.settings.otpSeconds,
    }),
  );
  return id;
}

function message(request: AuthRequest, account: Account, order: TokenOrder, made: MadeToken): Outgoing {
  const { channel, to } = order;
  const template = request.project.settings.templates[order.template] ?? defaultTemplates[order.template];
  const values = {
    ConfirmationURL: made.link,
    Token: made.code,
    TokenHash: made.token,
    SiteURL: siteUrl(request.project),
    RedirectTo: made.redirectTo,
    Email: account.email ?? "",
    NewEmail: account.new_email ?? "",
    Data: account.user_metadata,
  };
  return {
    channel,
    to,
    template: order.template,
    subject: renderTemplate(template.subject, values, "text"),
    body: renderTemplate(template.body, values, channel === "email" ? "html" : "text"),
  };
}
