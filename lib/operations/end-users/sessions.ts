import { randomUUID } from "node:crypto";
import { authError } from "#lib/auth/auth-error.ts";
import type { AuthenticationMethod } from "#lib/auth/authentication-method.ts";
import { signRefreshToken } from "#lib/auth/refresh-token.ts";
import { type Account, isBanned, providersOf, toUserObject, type UserObject } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { ensureAccount, updateAccount } from "#lib/store/end-users/end-user.ts";
import {
  deleteEndUserSessions,
  type EndUserSession,
  findEndUserSession,
  insertEndUserSession,
} from "#lib/store/end-users/end-user-session.ts";
import { issueUserToken } from "../keys/project-signing.ts";
import { findAccount } from "./accounts.ts";
import type { AuthProject, AuthRequest } from "./auth-project.ts";

/** What every sign-in answers, in GoTrue's shape. */
export interface EndUserSessionAnswer {
  readonly access_token: string;
  readonly token_type: "bearer";
  readonly expires_in: number;
  readonly expires_at: number;
  readonly refresh_token: string;
  readonly user: UserObject;
}

export interface SignInFacts {
  /** `password`, `otp`, `oauth`, `anonymous` …: the first entry of the token's `amr`. */
  readonly method: string;
  readonly provider?: string;
  readonly impersonatedBy?: string;
}

/**
 * Opens a session for somebody who has just proven who they are.
 *
 * @throws {AppError} user_banned
 */
export async function startSession(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  userId: string,
  facts: SignInFacts,
): Promise<EndUserSessionAnswer> {
  const { scope, settings } = request.project;
  await tx.query(ensureAccount(scope, userId));
  await tx.query(updateAccount(scope, userId, { last_sign_in_at: new Date() }));
  const account = await requireAccount(tx, catalog, userId);
  if (isBanned(account)) throw authError("user_banned");
  if (settings.singleSession) await tx.query(deleteEndUserSessions(scope, userId, {}));
  const id = randomUUID();
  const { method, provider } = facts;
  const timestamp = Math.floor(Date.now() / 1000);
  const amr = [{ method, timestamp, ...(provider === undefined ? {} : { provider }) }];
  await tx.query(
    insertEndUserSession(scope, {
      id,
      userId,
      aal: "aal1",
      amr,
      address: request.client.address,
      userAgent: request.client.userAgent?.slice(0, 300) ?? null,
      lifetimeSeconds: settings.sessionSeconds === 0 ? null : settings.sessionSeconds,
      impersonatedBy: facts.impersonatedBy ?? null,
    }),
  );
  return sessionAnswer(request.project, account, {
    id,
    aal: "aal1",
    amr,
    refresh_counter: 0,
    impersonated_by: facts.impersonatedBy ?? null,
  });
}

/** The tokens of a session as it stands, with the person they are for. */
export async function sessionAnswer(
  project: AuthProject,
  account: Account,
  session: Pick<EndUserSession, "id" | "aal" | "refresh_counter" | "impersonated_by"> & {
    readonly amr: readonly AuthenticationMethod[];
  },
): Promise<EndUserSessionAnswer> {
  const { scope, ref, url, settings } = project;
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + settings.accessTokenSeconds;
  const token = await issueUserToken(ref, {
    iss: url,
    sub: account.id,
    aud: "authenticated",
    iat: issuedAt,
    exp: expiresAt,
    email: account.email ?? "",
    phone: account.phone ?? "",
    app_metadata: { ...providersOf(account), ...account.app_metadata },
    user_metadata: account.user_metadata,
    // Not the account's own word for it: rules know this role alone.
    role: "authenticated",
    ref,
    aal: session.aal,
    amr: session.amr,
    session_id: session.id,
    is_anonymous: account.is_anonymous,
    ...(session.impersonated_by === null ? {} : { act: { sub: session.impersonated_by } }),
  });
  if (token === null) throw new AppError("RH000", "The project has no key to sign with.");
  const named = { sessionId: session.id, counter: session.refresh_counter };
  return {
    access_token: token,
    token_type: "bearer",
    expires_in: settings.accessTokenSeconds,
    expires_at: expiresAt,
    refresh_token: signRefreshToken(named, scope.projectId, runtime().config.secret),
    user: toUserObject(account),
  };
}

/** An account that was there a statement ago. */
export async function requireAccount(tx: Transaction, catalog: Catalog, userId: string): Promise<Account> {
  const account = await findAccount(tx, catalog, { id: userId });
  if (account === null) throw new AppError("RH000", "An account vanished while it was used.");
  return account;
}

/** The session with an id while it stands. */
export async function findSession(
  tx: Transaction,
  { scope }: AuthProject,
  id: string,
): Promise<EndUserSession | null> {
  const { rows } = await tx.query<{ session: EndUserSession }>(findEndUserSession(scope, id));
  return rows[0]?.session ?? null;
}

/** Whether the session may not be used any more, by its own age or by having lain idle. */
export function isSessionOver(
  session: EndUserSession,
  { settings }: AuthProject,
  now: Date = new Date(),
): boolean {
  if (session.not_after !== null && new Date(session.not_after) <= now) return true;
  const idleMs = now.getTime() - new Date(session.refreshed_at).getTime();
  return settings.inactivitySeconds > 0 && idleMs > settings.inactivitySeconds * 1000;
}
