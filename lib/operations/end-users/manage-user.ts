import { authError } from "#lib/auth/auth-error.ts";
import { banEnd } from "#lib/auth/ban-duration.ts";
import { requireStrongPassword } from "#lib/auth/end-user-password.ts";
import { isImportableHash } from "#lib/auth/imported-hash.ts";
import type { Account } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import {
  type AccountPatch,
  deleteAccess,
  ensureAccount,
  updateAccount,
} from "#lib/store/end-users/end-user.ts";
import { deleteEndUserSessions } from "#lib/store/end-users/end-user-session.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { requireEmail, requirePhone } from "./addresses.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { createUser } from "./create-user.ts";
import { requireUser } from "./find-users.ts";
import { hashPassword } from "./passwords.ts";
import { deleteProfile, updateProfileEmail } from "./profile-row.ts";
import { completeEmailChange, proveEmail, provePhone } from "./proofs.ts";
import { requireAccount } from "./sessions.ts";
import { mergeDocument } from "./update-user.ts";

/** What an app's own server, or its owner in the console, may say of a user. */
export interface ManagedUser {
  readonly id?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly password?: string;
  /** Of users who move in: bcrypt, argon2 or Firebase's scrypt. */
  readonly password_hash?: string;
  readonly email_confirm?: boolean;
  readonly phone_confirm?: boolean;
  readonly user_metadata?: { readonly [key: string]: unknown };
  readonly app_metadata?: { readonly [key: string]: unknown };
  readonly ban_duration?: string;
  readonly role?: string;
}

/** @throws {AppError} validation_failed, email_exists, phone_exists, weak_password */
export async function createManagedUser(request: AuthRequest, input: ManagedUser): Promise<Account> {
  if (!input.email && !input.phone) {
    throw authError("validation_failed", "Cannot create a user without either an email or phone");
  }
  const email = input.email ? requireEmail(input.email) : undefined;
  const phone = input.phone ? requirePhone(input.phone) : undefined;
  const patch = patchOf(input);
  const passwordHash = await givenHash(request, input);
  return writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    if (email !== undefined && (await findAccount(tx, catalog, { email })) !== null)
      throw authError("email_exists");
    if (phone !== undefined && (await findAccount(tx, catalog, { phone })) !== null)
      throw authError("phone_exists");
    const id = await createUser(tx, catalog, request, {
      ...(input.id === undefined ? {} : { id: requireUuid(input.id) }),
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
      passwordHash,
      data: input.user_metadata ?? {},
      isConfirmed: false,
      hasOwnMetadata: true,
    });
    const app = input.app_metadata === undefined ? {} : { app_metadata: input.app_metadata };
    await tx.query(updateAccount(request.project.scope, id, { ...patch, ...app }));
    await confirm(tx, catalog, request, id, input);
    return requireAccount(tx, catalog, id);
  });
}

/** @throws {AppError} user_not_found, email_exists, phone_exists, weak_password */
export async function updateManagedUser(
  request: AuthRequest,
  id: string,
  input: ManagedUser,
): Promise<Account> {
  const { scope } = request.project;
  const patch = patchOf(input);
  const passwordHash = await givenHash(request, input);
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const account = await requireUser(tx, catalog, id);
    await tx.query(ensureAccount(scope, id));
    const metadata = {
      ...(input.user_metadata === undefined
        ? {}
        : { user_metadata: mergeDocument(account.user_metadata, input.user_metadata) }),
      ...(input.app_metadata === undefined
        ? {}
        : { app_metadata: mergeDocument(account.app_metadata, input.app_metadata) }),
    };
    const password = passwordHash === null ? {} : { password_hash: passwordHash };
    await tx.query(updateAccount(scope, id, { ...patch, ...metadata, ...password }));
    await changeAddresses(tx, catalog, request, id, input);
    await confirm(tx, catalog, request, id, input);
    if (passwordHash !== null) {
      await tx.query(deleteEndUserSessions(scope, id, {}));
      await audit(tx, request, "password_changed", { userId: id, details: { by: "admin" } });
    }
    if (input.ban_duration !== undefined) {
      const isBan = input.ban_duration !== "none";
      if (isBan) await tx.query(deleteEndUserSessions(scope, id, {}));
      await audit(tx, request, isBan ? "user_banned" : "user_unbanned", {
        userId: id,
        details: { duration: input.ban_duration },
      });
    }
    await audit(tx, request, "user_updated", {
      userId: id,
      details: { by: "admin", keys: Object.keys(input) },
    });
    return requireAccount(tx, catalog, id);
  });
}

/** @param isSoft the profile row and what refers to it stay; nobody can sign in with it, and its addresses are free. */
export async function deleteManagedUser(request: AuthRequest, id: string, isSoft: boolean): Promise<void> {
  const { scope } = request.project;
  await writeInCatalog(scope, "shared", async (tx, catalog) => {
    const account = await requireUser(tx, catalog, id);
    await audit(tx, request, "user_deleted", { userId: id, details: { email: account.email, soft: isSoft } });
    if (!isSoft) return deleteProfile(tx, catalog, id);
    if (account.deleted_at !== null) return;
    await tx.query(ensureAccount(scope, id));
    for (const statement of deleteAccess(scope, id)) await tx.query(statement);
    if (account.email !== null) await updateProfileEmail(tx, catalog, id, null);
    await tx.query(updateAccount(scope, id, { ...forgotten, deleted_at: new Date() }));
  });
}

const forgotten = {
  password_hash: null,
  confirmed_email: null,
  email_confirmed_at: null,
  email_proven_at: null,
  phone: null,
  phone_confirmed_at: null,
  new_email: null,
  new_phone: null,
  user_metadata: {},
  app_metadata: {},
};

function patchOf(input: ManagedUser): AccountPatch {
  return {
    ...(input.ban_duration === undefined ? {} : { banned_until: banEnd(input.ban_duration) }),
    ...(input.role ? { role: input.role.slice(0, 100) } : {}),
  };
}

async function givenHash({ project }: AuthRequest, input: ManagedUser): Promise<string | null> {
  if (input.password && input.password_hash) {
    throw authError("validation_failed", "Only a password or a password hash should be provided");
  }
  if (input.password_hash) {
    if (isImportableHash(input.password_hash)) return input.password_hash;
    throw authError("validation_failed", "password_hash must be a bcrypt, argon2 or Firebase scrypt hash");
  }
  if (!input.password) return null;
  requireStrongPassword(input.password, { ...project.settings.password, requiredCharacters: [] });
  return hashPassword(input.password);
}

async function changeAddresses(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  id: string,
  input: ManagedUser,
): Promise<void> {
  const email = input.email ? requireEmail(input.email) : null;
  const phone = input.phone ? requirePhone(input.phone) : null;
  const account = await requireAccount(tx, catalog, id);
  if (email !== null && email !== account.email?.toLowerCase()) {
    await completeEmailChange(tx, catalog, request, account, { email, isProven: false });
  }
  if (phone !== null && phone !== account.phone) {
    if ((await findAccount(tx, catalog, { phone })) !== null) throw authError("phone_exists");
    await provePhone(tx, request, await requireAccount(tx, catalog, id), phone);
  }
}

async function confirm(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  id: string,
  input: ManagedUser,
): Promise<void> {
  if (input.email_confirm === true) await proveEmail(tx, request, await requireAccount(tx, catalog, id));
  if (input.phone_confirm !== true) return;
  const account = await requireAccount(tx, catalog, id);
  if (account.phone !== null) await provePhone(tx, request, account, account.phone);
}

function requireUuid(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id.toLowerCase();
  throw authError("validation_failed", "ID must conform to the uuid v4 format");
}
