import { authError } from "#lib/auth/auth-error.ts";
import { passwordWeakness } from "#lib/auth/end-user-password.ts";
import { passwordBytesMax } from "#lib/auth/password-hasher.ts";
import { type Account, isBanned, isEmailConfirmed } from "#lib/auth/user-object.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { updateAccount } from "#lib/store/end-users/end-user.ts";
import { readInCatalog, writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { audit, auditRefusal } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { limitByAccount, limitByAddress } from "./limits.ts";
import { hashPassword } from "./passwords.ts";
import { type EndUserSessionAnswer, startSession } from "./sessions.ts";

export interface SignInInput {
  readonly email?: string;
  readonly phone?: string;
  readonly password?: string;
}

/** A session, and what the app's rules of today would say to the password. */
export type SignInAnswer = EndUserSessionAnswer & {
  readonly weak_password?: { readonly reasons: readonly string[]; readonly message: string };
};

/**
 * Signs in by password.
 *
 * @throws {AppError} invalid_credentials, the same after the same work for an unknown account and a wrong password;
 * email_not_confirmed, phone_not_confirmed and user_banned only to whoever knows the password.
 */
export async function signInEndUser(request: AuthRequest, input: SignInInput): Promise<SignInAnswer> {
  const { project } = request;
  const key = keyOf(input);
  if (!input.password) throw authError("validation_failed", "missing email or phone or password");
  if ("email" in key && !project.settings.emailEnabled) throw authError("email_provider_disabled");
  if ("phone" in key && !project.settings.phoneEnabled) throw authError("phone_provider_disabled");
  await limitByAddress(request, rateLimitRules.signInByAddress);
  await limitByAccount(request, "email" in key ? key.email : key.phone, rateLimitRules.signInByAccount);
  const account = await readInCatalog(project.scope, (tx, catalog) => findAccount(tx, catalog, key));
  // No connection is held meanwhile.
  const isRight = await runtime().passwords.verify(input.password, account?.password_hash ?? null);
  if (!isRight || account === null) {
    await auditRefusal(request, "sign_in_failed", {
      userId: account?.id ?? null,
      details: { method: "password" },
    });
    throw authError("invalid_credentials");
  }
  requireUsable(account, key, project.settings);
  const upgraded =
    isForeignHash(account.password_hash) && Buffer.byteLength(input.password) <= passwordBytesMax
      ? await hashPassword(input.password)
      : null;
  const session = await writeInCatalog(project.scope, "shared", async (tx, catalog) => {
    if (upgraded !== null) {
      await tx.query(updateAccount(project.scope, account.id, { password_hash: upgraded }));
      await audit(tx, request, "password_hash_upgraded", { userId: account.id });
    }
    await audit(tx, request, "user_signed_in", { userId: account.id, details: { method: "password" } });
    return startSession(tx, catalog, request, account.id, { method: "password" });
  });
  const weakness = passwordWeakness(input.password, project.settings.password);
  return weakness === null ? session : { ...session, weak_password: weakness };
}

function keyOf({ email, phone }: SignInInput): { email: string } | { phone: string } {
  if (email && phone) {
    throw authError(
      "validation_failed",
      "Only an email address or phone number should be provided on login.",
    );
  }
  if (email) return { email: email.trim().toLowerCase() };
  if (phone) return { phone: phone.trim().replace(/^\+/, "") };
  throw authError("validation_failed", "missing email or phone");
}

function requireUsable(
  account: Account,
  key: { email: string } | { phone: string },
  settings: { readonly confirmEmail: boolean; readonly confirmPhone: boolean },
): void {
  if (isBanned(account)) throw authError("user_banned");
  if ("email" in key && settings.confirmEmail && !isEmailConfirmed(account))
    throw authError("email_not_confirmed");
  if ("phone" in key && settings.confirmPhone && account.phone_confirmed_at === null) {
    throw authError("phone_not_confirmed");
  }
}

/** Brought along from elsewhere: replaced by our own as soon as the password is known. */
function isForeignHash(hash: string | null): boolean {
  return hash !== null && /^\$(argon2|fbscrypt|scrypt)/.test(hash);
}
