import { authError } from "#lib/auth/auth-error.ts";
import type { Account } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ProviderProfile } from "#lib/oauth/profiles.ts";
import {
  deleteAccess,
  ensureAccount,
  findIdentity,
  touchIdentity,
  updateAccount,
} from "#lib/store/end-users/end-user.ts";
import { findAccount } from "./accounts.ts";
import { addIdentity } from "./add-identity.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { insertProfile } from "./profile-row.ts";
import { requireAccount } from "./sessions.ts";
import { runSignUpWork } from "./sign-up-work.ts";

export interface ProviderArrival {
  readonly provider: string;
  readonly profile: ProviderProfile;
  /** The signed-in person who adds this way to sign in. */
  readonly linkingUserId: string | null;
}

/**
 * Whose account somebody enters who comes from a provider: the one known by the provider's name of them, else the one
 * with the address that the provider has verified, else a new one.
 *
 * @throws {AppError} identity_already_exists, signup_disabled
 */
export async function resolveProviderAccount(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  { provider, profile, linkingUserId }: ProviderArrival,
): Promise<string> {
  const { scope } = request.project;
  const { rows } = await tx.query<{ user_id: string }>(findIdentity(scope, provider, profile.providerId));
  const known = rows[0]?.user_id;
  if (linkingUserId !== null)
    return link(tx, catalog, request, { provider, profile, userId: linkingUserId, known });
  if (known !== undefined) {
    await tx.query(touchIdentity(scope, known, provider, profile.data));
    return known;
  }
  const email = profile.isEmailVerified ? profile.email : null;
  const namesake = email === null ? null : await findAccount(tx, catalog, { email });
  const userId = namesake?.id ?? (await newAccount(tx, catalog, request, profile, email));
  if (namesake !== null) await takeOver(tx, request, namesake);
  await addIdentity(tx, request, userId, { provider, providerId: profile.providerId, data: profile.data });
  if (email !== null) await proveAddress(tx, catalog, request, userId, email, profile);
  if (namesake === null) await runSignUpWork(tx, catalog, userId);
  return userId;
}

async function link(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  {
    provider,
    profile,
    userId,
    known,
  }: Omit<ProviderArrival, "linkingUserId"> & { readonly userId: string; readonly known: string | undefined },
): Promise<string> {
  if (known !== undefined) {
    const whose =
      known === userId ? "Identity is already linked" : "Identity is already linked to another user";
    throw authError("identity_already_exists", whose);
  }
  const account = await requireAccount(tx, catalog, userId);
  await addIdentity(tx, request, userId, { provider, providerId: profile.providerId, data: profile.data });
  if (account.is_anonymous) {
    await tx.query(updateAccount(request.project.scope, userId, { is_anonymous: false }));
  }
  return userId;
}

/**
 * An account that has the address without ever having shown it may be somebody else's, who waits for its owner to come.
 * The owner has come: all other ways into it end.
 */
async function takeOver(tx: Transaction, request: AuthRequest, account: Account): Promise<void> {
  const { scope } = request.project;
  if (account.email_proven_at !== null) return;
  await tx.query(ensureAccount(scope, account.id));
  for (const statement of deleteAccess(scope, account.id)) await tx.query(statement);
  await tx.query(
    updateAccount(scope, account.id, {
      password_hash: null,
      phone: null,
      phone_confirmed_at: null,
      new_email: null,
      new_phone: null,
    }),
  );
  await audit(tx, request, "account_taken_over_by_proof", { userId: account.id });
}

async function newAccount(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  profile: ProviderProfile,
  email: string | null,
): Promise<string> {
  const { scope, settings } = request.project;
  if (!settings.signUpEnabled) throw authError("signup_disabled");
  const id = await insertProfile(tx, catalog, { email, metadata: profile.data });
  await tx.query(ensureAccount(scope, id));
  await tx.query(updateAccount(scope, id, { user_metadata: profile.data }));
  await audit(tx, request, "user_signed_up", { userId: id, details: { provider: profile.data.iss ?? null } });
  return id;
}

async function proveAddress(
  tx: Transaction,
  catalog: Catalog,
  { project }: AuthRequest,
  userId: string,
  email: string,
  profile: ProviderProfile,
): Promise<void> {
  const account = await requireAccount(tx, catalog, userId);
  const now = new Date();
  await tx.query(
    updateAccount(project.scope, userId, {
      confirmed_email: email,
      email_confirmed_at: account.email_confirmed_at ?? now,
      email_proven_at: now,
      user_metadata: { ...profile.data, ...account.user_metadata, email_verified: true },
    }),
  );
}
