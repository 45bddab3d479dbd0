import { timingSafeEqual } from "node:crypto";
import { authError } from "#lib/auth/auth-error.ts";
import { requireStrongPassword } from "#lib/auth/end-user-password.ts";
import { hashCode } from "#lib/auth/one-time-token.ts";
import { readCodeChallenge } from "#lib/auth/pkce.ts";
import { type Account, hasVerifiedFactor, toUserObject, type UserObject } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { ensureAccount, updateAccount } from "#lib/store/end-users/end-user.ts";
import { deleteEndUserSessions } from "#lib/store/end-users/end-user-session.ts";
import {
  countOneTimeTokenFailure,
  deleteOneTimeTokens,
  lockOneTimeTokens,
  type OneTimeToken,
} from "#lib/store/end-users/one-time-token.ts";
import { findAccount } from "./accounts.ts";
import { requireEmail, requirePhone } from "./addresses.ts";
import { audit } from "./audit.ts";
import { asCaller, type BearerRequest, type Caller, changeAsCaller } from "./caller.ts";
import { deliver } from "./deliver.ts";
import { limitByAccount, limitSending } from "./limits.ts";
import { hashPassword } from "./passwords.ts";
import { completeEmailChange, provePhone } from "./proofs.ts";
import { sendEmailChange } from "./send-email-change.ts";
import { type Outgoing, sendToken } from "./send-token.ts";
import { requireAccount } from "./sessions.ts";

export interface UpdateUserInput {
  readonly email?: string;
  readonly phone?: string;
  readonly password?: string;
  readonly data?: { readonly [key: string]: unknown };
  /** The code that `reauthenticate` sent. */
  readonly nonce?: string;
  readonly current_password?: string;
  readonly app_metadata?: unknown;
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
  readonly redirectTo?: string | null;
}

/**
 * Changes what the signed-in person may change themselves. A new address takes effect when it is confirmed.
 *
 * @throws {AppError} same_password, weak_password, email_exists, phone_exists, insufficient_aal, reauthentication_needed …
 */
export async function updateEndUser(request: BearerRequest, input: UpdateUserInput): Promise<UserObject> {
  const { settings } = request.project;
  const caller = await asCaller(request, async (_tx, _catalog, found) => found);
  const change = readChange(input, caller.account);
  requireAllowed(caller, input, change);
  if (change.password !== null) requireStrongPassword(change.password, settings.password);
  const passwordHash =
    change.password === null ? null : await newPasswordHash(request, caller, change.password, input);
  const isMailed = change.email !== null && !(caller.account.is_anonymous && !settings.confirmEmail);
  if (isMailed) await limitSending(request, change.email ?? "", "email");
  if (change.phone !== null && settings.confirmPhone) await limitSending(request, change.phone, "sms");
  const outcome = await changeAsCaller(request, async (tx, catalog, { account, session }) => {
    await tx.query(ensureAccount(request.project.scope, account.id));
    if (passwordHash !== null) {
      const refusal = await changePassword(tx, request, { account, session }, passwordHash, input.nonce);
      if (refusal !== null) return refusal;
    }
    if (input.data !== undefined) await mergeMetadata(tx, request, account, input.data);
    const fresh = await requireAccount(tx, catalog, account.id);
    const messages = [
      ...(await changeEmail(tx, catalog, request, fresh, change.email, input)),
      ...(await changePhone(tx, catalog, request, fresh, change.phone)),
    ];
    await audit(tx, request, "user_updated", { userId: account.id, details: { keys: Object.keys(input) } });
    return { user: toUserObject(await requireAccount(tx, catalog, account.id)), messages };
  });
  // Not thrown inside: wrong codes are counted.
  if (outcome instanceof Error) throw outcome;
  for (const message of outcome.messages) await deliver(request.project, message);
  return outcome.user;
}

interface Change {
  readonly email: string | null;
  readonly phone: string | null;
  readonly password: string | null;
}

function readChange(input: UpdateUserInput, account: Account): Change {
  const email = input.email ? requireEmail(input.email) : null;
  const phone = input.phone ? requirePhone(input.phone) : null;
  return {
    email: email === account.email?.toLowerCase() ? null : email,
    phone: phone === account.phone ? null : phone,
    password: input.password ? input.password : null,
  };
}

function requireAllowed({ account, session }: Caller, input: UpdateUserInput, change: Change): void {
  if (input.app_metadata !== undefined) {
    throw authError("not_admin", "Updating app_metadata requires admin privileges");
  }
  const isSensitive = change.email !== null || change.phone !== null || change.password !== null;
  if (isSensitive && hasVerifiedFactor(account) && session.aal !== "aal2")
    throw authError("insufficient_aal");
  if (account.is_anonymous && change.password !== null && change.email === null && change.phone === null) {
    throw authError(
      "validation_failed",
      "Updating password of an anonymous user without an email or phone is not allowed",
      { status: 422 },
    );
  }
}

async function newPasswordHash(
  request: BearerRequest,
  { account, session }: Caller,
  password: string,
  input: UpdateUserInput,
): Promise<string> {
  const { passwords } = runtime();
  await limitByAccount(request, account.id, rateLimitRules.signInByAccount);
  if (input.current_password && !(await passwords.verify(input.current_password, account.password_hash))) {
    throw authError("invalid_credentials", "Current password is wrong");
  }
  const isOld = Date.now() - new Date(session.created_at).getTime() > 24 * 60 * 60 * 1000;
  if (
    request.project.settings.reauthenticateForPassword &&
    isOld &&
    !input.nonce &&
    !input.current_password
  ) {
    throw authError("reauthentication_needed");
  }
  if (account.password_hash !== null && (await passwords.verify(password, account.password_hash))) {
    throw authError("same_password");
  }
  return hashPassword(password);
}

async function changePassword(
  tx: Transaction,
  request: BearerRequest,
  { account, session }: Caller,
  passwordHash: string,
  nonce: string | undefined,
): Promise<AppError | null> {
  const { scope } = request.project;
  if (nonce && !(await takeNonce(tx, request, account.id, nonce)))
    return authError("reauthentication_not_valid");
  await tx.query(updateAccount(scope, account.id, { password_hash: passwordHash }));
  // Whoever else is in may be the reason for the change; links that were sent before it are too.
  await tx.query(deleteEndUserSessions(scope, account.id, { except: session.id }));
  await tx.query(deleteOneTimeTokens(scope, account.id, ["recovery"]));
  await audit(tx, request, "password_changed", { userId: account.id });
  return null;
}

async function takeNonce(
  tx: Transaction,
  { project }: BearerRequest,
  userId: string,
  nonce: string,
): Promise<boolean> {
  const { scope } = project;
  const { rows } = await tx.query<OneTimeToken>(lockOneTimeTokens(scope, userId, ["reauthentication"]));
  const given = hashCode(nonce.trim(), scope.projectId, userId, runtime().config.secret);
  const isRight = rows.some(({ failures, code_hash }) => failures < 5 && timingSafeEqual(code_hash, given));
  const statement = isRight ? deleteOneTimeTokens : countOneTimeTokenFailure;
  await tx.query(statement(scope, userId, ["reauthentication"]));
  return isRight;
}

async function mergeMetadata(
  tx: Transaction,
  { project }: BearerRequest,
  account: Account,
  data: { readonly [key: string]: unknown },
): Promise<void> {
  const merged = mergeDocument(account.user_metadata, data);
  await tx.query(updateAccount(project.scope, account.id, { user_metadata: merged }));
}

/** As GoTrue merges metadata: one level, a null takes the key out. */
export function mergeDocument(
  old: { readonly [key: string]: unknown },
  change: { readonly [key: string]: unknown },
): { readonly [key: string]: unknown } {
  return Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== null));
}

async function changeEmail(
  tx: Transaction,
  catalog: Catalog,
  request: BearerRequest,
  account: Account,
  email: string | null,
  input: UpdateUserInput,
): Promise<readonly Outgoing[]> {
  if (email === null) return [];
  const other = await findAccount(tx, catalog, { email });
  if (other !== null && other.id !== account.id) throw authError("email_exists");
  // Like a sign-up: an app that does not ask newcomers to confirm does not ask them now.
  if (account.is_anonymous && !request.project.settings.confirmEmail) {
    await completeEmailChange(tx, catalog, request, account, { email, isProven: false });
    return [];
  }
  const challenge = readCodeChallenge(input.code_challenge, input.code_challenge_method);
  const flow = challenge === null ? null : { challenge, method: "email_change" };
  return sendEmailChange(tx, request, account, {
    newEmail: email,
    redirectTo: input.redirectTo ?? null,
    flow,
  });
}

async function changePhone(
  tx: Transaction,
  catalog: Catalog,
  request: BearerRequest,
  account: Account,
  phone: string | null,
): Promise<readonly Outgoing[]> {
  if (phone === null) return [];
  const { scope, settings } = request.project;
  if ((await findAccount(tx, catalog, { phone })) !== null) throw authError("phone_exists");
  if (!settings.confirmPhone) {
    await provePhone(tx, request, account, phone);
    return [];
  }
  await tx.query(updateAccount(scope, account.id, { new_phone: phone }));
  const order = { kind: "phone_change", template: "sms", channel: "sms", to: phone } as const;
  return [await sendToken(tx, request, account, order)];
}
