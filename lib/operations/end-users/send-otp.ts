import { authError } from "#lib/auth/auth-error.ts";
import { readCodeChallenge } from "#lib/auth/pkce.ts";
import { isEmailConfirmed } from "#lib/auth/user-object.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { requireEmail, requirePhone } from "./addresses.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { createUser } from "./create-user.ts";
import { deliver } from "./deliver.ts";
import { limitSending } from "./limits.ts";
import { sendEmailChange } from "./send-email-change.ts";
import { sendToken } from "./send-token.ts";
import { requireAccount } from "./sessions.ts";

export interface OtpInput {
  readonly email?: string;
  readonly phone?: string;
  /** Default: true. */
  readonly create_user?: boolean;
  readonly data?: { readonly [key: string]: unknown };
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
  readonly redirectTo?: string | null;
}

/**
 * Sends a link and a code to sign in with; whoever has no account gets one.
 *
 * @returns the id of the SMS; null for a mail.
 * @throws {AppError} otp_disabled if nobody may get one: then, and only then, unknown addresses can be told.
 */
export async function sendOtp(request: AuthRequest, input: OtpInput): Promise<string | null> {
  if (input.email && input.phone) {
    throw authError("validation_failed", "Only an email address or phone number should be provided");
  }
  if (input.email) {
    await sendMagicLink(request, input, requireEmail(input.email));
    return null;
  }
  if (input.phone) return sendPhoneCode(request, input, requirePhone(input.phone));
  throw authError("validation_failed", "One of email or phone must be set");
}

async function sendMagicLink(request: AuthRequest, input: OtpInput, email: string): Promise<void> {
  const { settings, scope } = request.project;
  if (!settings.emailEnabled) throw authError("email_provider_disabled", "Email logins are disabled");
  const challenge = readCodeChallenge(input.code_challenge, input.code_challenge_method);
  await limitSending(request, email, "email");
  const message = await writeInCatalog(scope, "shared", async (tx, catalog) => {
    const known = await findAccount(tx, catalog, { email });
    if (known === null && input.create_user === false) throw authError("otp_disabled");
    if (known === null && !settings.signUpEnabled)
      throw authError("signup_disabled", "Signups not allowed for otp");
    // Nothing but the mail itself confirms an account that begins with one.
    const newcomer = { email, passwordHash: null, data: input.data ?? {}, isConfirmed: false };
    const id = known?.id ?? (await createUser(tx, catalog, request, newcomer));
    const account = known ?? (await requireAccount(tx, catalog, id));
    const isSignUp = !isEmailConfirmed(account);
    return sendToken(tx, request, account, {
      kind: isSignUp ? "confirmation" : "recovery",
      template: isSignUp ? "confirmation" : "magic_link",
      channel: "email",
      to: email,
      type: isSignUp ? "signup" : "magiclink",
      redirectTo: input.redirectTo ?? null,
      flow: challenge === null ? null : { challenge, method: isSignUp ? "email/signup" : "magiclink" },
    });
  });
  await deliver(request.project, message);
}

async function sendPhoneCode(request: AuthRequest, input: OtpInput, phone: string): Promise<string> {
  const { settings, scope } = request.project;
  if (!settings.phoneEnabled) throw authError("phone_provider_disabled", "Unsupported phone provider");
  await limitSending(request, phone, "sms");
  const message = await writeInCatalog(scope, "shared", async (tx, catalog) => {
    const known = await findAccount(tx, catalog, { phone });
    if (known === null && input.create_user === false) throw authError("otp_disabled");
    if (known === null && !settings.signUpEnabled)
      throw authError("signup_disabled", "Signups not allowed for otp");
    const newcomer = { phone, passwordHash: null, data: input.data ?? {}, isConfirmed: false };
    const id = known?.id ?? (await createUser(tx, catalog, request, newcomer));
    const account = known ?? (await requireAccount(tx, catalog, id));
    return sendToken(tx, request, account, {
      kind: "phone_confirmation",
      template: "sms",
      channel: "sms",
      to: phone,
    });
  });
  return deliver(request.project, message);
}

export interface RecoverInput {
  readonly email?: string;
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
  readonly redirectTo?: string | null;
}

/** Sends a link to choose a new password, if there is such an account: the answer does not tell. */
export async function recoverPassword(request: AuthRequest, input: RecoverInput): Promise<void> {
  const email = requireEmail(input.email ?? "");
  const challenge = readCodeChallenge(input.code_challenge, input.code_challenge_method);
  await limitSending(request, email, "email");
  const message = await writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const account = await findAccount(tx, catalog, { email });
    await audit(tx, request, "user_recovery_requested", { userId: account?.id ?? null });
    if (account === null) return null;
    return sendToken(tx, request, account, {
      kind: "recovery",
      template: "recovery",
      channel: "email",
      to: email,
      type: "recovery",
      redirectTo: input.redirectTo ?? null,
      flow: challenge === null ? null : { challenge, method: "recovery" },
    });
  });
  if (message !== null) await deliver(request.project, message);
}

export interface ResendInput {
  readonly type?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
  readonly redirectTo?: string | null;
}

/** Sends once more what somebody waits for; who waits for nothing gets nothing, and the same answer. */
export async function resendToken(request: AuthRequest, input: ResendInput): Promise<void> {
  const { type = "" } = input;
  if (!["signup", "email_change", "sms", "phone_change"].includes(type)) {
    throw authError(
      "validation_failed",
      "Missing one of these types: signup, email_change, sms, phone_change",
    );
  }
  const isMail = type === "signup" || type === "email_change";
  const to = isMail ? requireEmail(input.email ?? "") : requirePhone(input.phone ?? "");
  const challenge = readCodeChallenge(input.code_challenge, input.code_challenge_method);
  await limitSending(request, to, isMail ? "email" : "sms");
  const redirectTo = input.redirectTo ?? null;
  const messages = await writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const account =
      (await findAccount(tx, catalog, isMail ? { email: to } : { phone: to })) ??
      (type === "phone_change" ? await findAccount(tx, catalog, { newPhone: to }) : null);
    if (account === null) return [];
    if (type === "signup") {
      if (isEmailConfirmed(account)) return [];
      const flow = challenge === null ? null : { challenge, method: "email/signup" };
      const order = {
        kind: "confirmation",
        template: "confirmation",
        channel: "email",
        to,
        type,
        redirectTo,
        flow,
      } as const;
      return [await sendToken(tx, request, account, order)];
    }
    if (type === "email_change") {
      if (account.new_email === null) return [];
      const flow = challenge === null ? null : { challenge, method: "email_change" };
      return sendEmailChange(tx, request, account, { newEmail: account.new_email, redirectTo, flow });
    }
    if (type === "sms" && account.phone_confirmed_at !== null) return [];
    if (type === "phone_change" && account.new_phone !== to) return [];
    const kind = type === "sms" ? "phone_confirmation" : "phone_change";
    return [await sendToken(tx, request, account, { kind, template: "sms", channel: "sms", to })];
  });
  for (const message of messages) await deliver(request.project, message);
}
