import { randomUUID } from "node:crypto";
import { authError } from "#lib/auth/auth-error.ts";
import { requireStrongPassword } from "#lib/auth/end-user-password.ts";
import { type CodeChallenge, readCodeChallenge } from "#lib/auth/pkce.ts";
import { type Account, isEmailConfirmed, toUserObject, type UserObject } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { ensureAccount, updateAccount } from "#lib/store/end-users/end-user.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { requireEmail, requirePhone } from "./addresses.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { createUser, rehearseUser } from "./create-user.ts";
import { deliver } from "./deliver.ts";
import { limitByAddress, limitSending } from "./limits.ts";
import { hashPassword } from "./passwords.ts";
import { insertProfile } from "./profile-row.ts";
import { type Outgoing, sendToken } from "./send-token.ts";
import { type EndUserSessionAnswer, requireAccount, startSession } from "./sessions.ts";
import { runSignUpWork } from "./sign-up-work.ts";

export interface SignUpInput {
  readonly email?: string;
  readonly phone?: string;
  readonly password?: string;
  readonly data?: { readonly [key: string]: unknown };
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
  readonly redirectTo?: string | null;
}

/** A session when the account works at once, else the user who has yet to confirm. */
export type SignUpAnswer = EndUserSessionAnswer | UserObject;

/**
 * Makes an end user: a row of the app's table of users, with the account beside it.
 *
 * With confirmation switched on, nobody learns whether an address has an account: a made-up user is answered.
 *
 * @throws {AppError} signup_disabled, email_provider_disabled, weak_password, user_already_exists …
 */
export async function signUpEndUser(request: AuthRequest, input: SignUpInput): Promise<SignUpAnswer> {
  const { settings } = request.project;
  if (!settings.signUpEnabled) throw authError("signup_disabled");
  await limitByAddress(request, rateLimitRules.endUserSignUpByAddress);
  if (!input.email && !input.phone) return signUpAnonymously(request, input);
  if (input.email && input.phone) {
    throw authError(
      "validation_failed",
      "Only an email address or phone number should be provided on signup.",
    );
  }
  if (!input.password) throw authError("validation_failed", "Signup requires a valid password");
  requireStrongPassword(input.password, settings.password);
  return input.email
    ? signUpByEmail(request, { ...input, email: requireEmail(input.email), password: input.password })
    : signUpByPhone(request, { ...input, phone: requirePhone(input.phone ?? ""), password: input.password });
}

async function signUpByEmail(
  request: AuthRequest,
  input: SignUpInput & { readonly email: string; readonly password: string },
): Promise<SignUpAnswer> {
  const { settings } = request.project;
  if (!settings.emailEnabled) throw authError("email_provider_disabled", "Email signups are disabled");
  const challenge = readCodeChallenge(input.code_challenge, input.code_challenge_method);
  if (settings.confirmEmail) await limitSending(request, input.email, "email");
  const passwordHash = await hashPassword(input.password);
  const { answer, message } = await writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const known = await findAccount(tx, catalog, { email: input.email });
    if (known !== null && settings.confirmEmail)
      await rehearseUser(tx, catalog, request, { ...input, passwordHash, seenAs: { email: input.email } });
    if (known !== null && (isEmailConfirmed(known) || !settings.confirmEmail)) {
      await audit(tx, request, "repeated_sign_up", { userId: known.id });
      return { answer: null, message: null };
    }
    // An account that nobody has confirmed is left as it is: who asks now need not be who asked then.
    const id = known?.id ?? (await createUser(tx, catalog, request, { ...input, passwordHash }));
    if (settings.confirmEmail) {
      const message = await sendConfirmation(tx, catalog, request, id, input, challenge);
      return { answer: toUserObject(await requireAccount(tx, catalog, id)), message };
    }
    return { answer: await startSession(tx, catalog, request, id, { method: "password" }), message: null };
  });
  if (message !== null) await deliver(request.project, message);
  if (answer !== null) return answer;
  if (!settings.confirmEmail) throw authError("user_already_exists");
  return madeUpUser({ email: input.email, data: input.data ?? {} });
}

async function signUpByPhone(
  request: AuthRequest,
  input: SignUpInput & { readonly phone: string; readonly password: string },
): Promise<SignUpAnswer> {
  const { settings } = request.project;
  if (!settings.phoneEnabled) throw authError("phone_provider_disabled", "Phone signups are disabled");
  if (settings.confirmPhone) await limitSending(request, input.phone, "sms");
  const passwordHash = await hashPassword(input.password);
  const { answer, message } = await writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const known = await findAccount(tx, catalog, { phone: input.phone });
    if (known !== null && settings.confirmPhone)
      await rehearseUser(tx, catalog, request, { ...input, passwordHash, seenAs: { phone: input.phone } });
    if (known !== null && (known.phone_confirmed_at !== null || !settings.confirmPhone)) {
      await audit(tx, request, "repeated_sign_up", { userId: known.id });
      return { answer: null, message: null };
    }
    const id = known?.id ?? (await createUser(tx, catalog, request, { ...input, passwordHash }));
    if (settings.confirmPhone) {
      const account = await requireAccount(tx, catalog, id);
      const message = await sendToken(tx, request, account, {
        kind: "phone_confirmation",
        template: "sms",
        channel: "sms",
        to: input.phone,
      });
      return { answer: toUserObject(account), message };
    }
    return { answer: await startSession(tx, catalog, request, id, { method: "password" }), message: null };
  });
  if (message !== null) await deliver(request.project, message);
  if (answer !== null) return answer;
  if (!settings.confirmPhone) throw authError("user_already_exists");
  return madeUpUser({ phone: input.phone, data: input.data ?? {} });
}

async function signUpAnonymously(request: AuthRequest, input: SignUpInput): Promise<EndUserSessionAnswer> {
  const { settings, scope } = request.project;
  if (!settings.anonymousEnabled) throw authError("anonymous_provider_disabled");
  if (input.password)
    throw authError("validation_failed", "Signup requires an email address or a phone number");
  await limitByAddress(request, rateLimitRules.anonymousByAddress);
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const metadata = input.data ?? {};
    const id = await insertProfile(tx, catalog, { email: null, metadata });
    await tx.query(ensureAccount(scope, id));
    await tx.query(updateAccount(scope, id, { is_anonymous: true, user_metadata: metadata }));
    await audit(tx, request, "user_signed_up", { userId: id, details: { provider: "anonymous" } });
    await runSignUpWork(tx, catalog, id);
    return startSession(tx, catalog, request, id, { method: "anonymous" });
  });
}

async function sendConfirmation(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  id: string,
  input: SignUpInput & { readonly email: string },
  challenge: CodeChallenge | null,
): Promise<Outgoing> {
  const account: Account = await requireAccount(tx, catalog, id);
  return sendToken(tx, request, account, {
    kind: "confirmation",
    template: "confirmation",
    channel: "email",
    to: input.email,
    type: "signup",
    redirectTo: input.redirectTo ?? null,
    flow: challenge === null ? null : { challenge, method: "email/signup" },
  });
}

/** What a repeated sign-up is answered: like the real thing, of nobody. */
function madeUpUser({ email, phone, data }: { email?: string; phone?: string; data: object }): UserObject {
  const now = new Date().toISOString();
  const provider = email === undefined ? "phone" : "email";
  return {
    id: randomUUID(),
    aud: "authenticated",
    role: "authenticated",
    email: email ?? "",
    phone: phone ?? "",
    confirmation_sent_at: now,
    app_metadata: { provider, providers: [provider] },
    user_metadata: data,
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}
