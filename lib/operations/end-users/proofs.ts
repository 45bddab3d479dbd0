import { authError } from "#lib/auth/auth-error.ts";
import { type Account, isEmailConfirmed } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { ensureAccount, touchIdentity, updateAccount } from "#lib/store/end-users/end-user.ts";
import { findAccount } from "./accounts.ts";
import { addIdentity } from "./add-identity.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { updateProfileEmail } from "./profile-row.ts";

/** What follows from having read mail at an account's address: it is confirmed, and known to be theirs. */
export async function proveEmail(tx: Transaction, request: AuthRequest, account: Account): Promise<void> {
  const { scope } = request.project;
  if (account.email === null) return;
  const email = account.email.toLowerCase();
  const now = new Date();
  const isNew = !isEmailConfirmed(account);
  await tx.query(ensureAccount(scope, account.id));
  await tx.query(
    updateAccount(scope, account.id, {
      email_proven_at: now,
      confirmed_email: email,
      ...(isNew ? { email_confirmed_at: now } : {}),
      user_metadata: { ...account.user_metadata, email, email_verified: true },
    }),
  );
  const has = account.identities.some(({ provider }) => provider === "email");
  const data = { email, email_verified: true };
  if (has) await tx.query(touchIdentity(scope, account.id, "email", data));
  else await addIdentity(tx, request, account.id, { provider: "email", providerId: account.id, data });
  if (isNew) await audit(tx, request, "user_confirmed", { userId: account.id, details: { by: "email" } });
}

export async function provePhone(
  tx: Transaction,
  request: AuthRequest,
  account: Account,
  phone: string,
): Promise<void> {
  const { scope } = request.project;
  await tx.query(
    updateAccount(scope, account.id, {
      phone,
      phone_confirmed_at: new Date(),
      new_phone: null,
      user_metadata: { ...account.user_metadata, phone, phone_verified: true },
      ...(account.is_anonymous ? { is_anonymous: false } : {}),
    }),
  );
  const has = account.identities.some(({ provider }) => provider === "phone");
  const data = { phone, phone_verified: true };
  if (has) await tx.query(touchIdentity(scope, account.id, "phone", data));
  else await addIdentity(tx, request, account.id, { provider: "phone", providerId: account.id, data });
  await audit(tx, request, "user_confirmed", { userId: account.id, details: { by: "phone" } });
}

/** The new address takes the old one's place, in the profile too. @throws {AppError} email_exists */
export async function completeEmailChange(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  account: Account,
  { email, isProven }: { readonly email: string; readonly isProven: boolean },
): Promise<void> {
  const { scope } = request.project;
  const other = await findAccount(tx, catalog, { email });
  if (other !== null && other.id !== account.id) throw authError("email_exists");
  await updateProfileEmail(tx, catalog, account.id, email);
  const now = new Date();
  await tx.query(
    updateAccount(scope, account.id, {
      confirmed_email: email,
      email_confirmed_at: now,
      email_proven_at: isProven ? now : null,
      new_email: null,
      email_change_confirmed: [],
      is_anonymous: false,
      user_metadata: { ...account.user_metadata, email, email_verified: true },
    }),
  );
  const has = account.identities.some(({ provider }) => provider === "email");
  const data = { sub: account.id, email, email_verified: isProven };
  if (has) await tx.query(touchIdentity(scope, account.id, "email", data));
  else await addIdentity(tx, request, account.id, { provider: "email", providerId: account.id, data });
  await audit(tx, request, "email_changed", { userId: account.id });
}
