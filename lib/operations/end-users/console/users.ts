import { decodeJwt } from "jose";
import { toUserObject, type UserObject } from "#lib/auth/user-object.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { deleteEndUserSessions, listEndUserSessions } from "#lib/store/end-users/end-user-session.ts";
import { writeInCatalog } from "../../in-catalog.ts";
import type { Page, PageRequest } from "../../page.ts";
import { audit } from "../audit.ts";
import { siteUrl } from "../auth-project.ts";
import { findUsers, getUser, requireUser } from "../find-users.ts";
import { type InviteInput, inviteUser } from "../links.ts";
import { removeFactor } from "../manage-factors.ts";
import { createManagedUser, deleteManagedUser, type ManagedUser, updateManagedUser } from "../manage-user.ts";
import { recoverPassword } from "../send-otp.ts";
import { type EndUserSessionAnswer, startSession } from "../sessions.ts";
import { type AppAsMember, openAuthAsMember } from "./open.ts";

/** An app's people, the newest first. */
export async function listAppUsers(
  app: AppAsMember,
  { limit, offset, search }: PageRequest & { readonly search: string | null },
): Promise<Page<UserObject>> {
  const { users, total } = await findUsers(await openAuthAsMember(app, "viewer"), { limit, offset, search });
  return { items: users.map(toUserObject), total, limit, offset };
}

export async function getAppUser(app: AppAsMember, userId: string): Promise<UserObject> {
  return toUserObject(await getUser(await openAuthAsMember(app, "viewer"), userId));
}

export async function createAppUser(app: AppAsMember, input: ManagedUser): Promise<UserObject> {
  return toUserObject(await createManagedUser(await openAuthAsMember(app, "editor"), input));
}

export async function inviteAppUser(app: AppAsMember, input: InviteInput): Promise<UserObject> {
  return toUserObject(await inviteUser(await openAuthAsMember(app, "editor"), input));
}

export async function updateAppUser(
  app: AppAsMember,
  userId: string,
  input: ManagedUser,
): Promise<UserObject> {
  return toUserObject(await updateManagedUser(await openAuthAsMember(app, "admin"), userId, input));
}

export async function deleteAppUser(app: AppAsMember, userId: string): Promise<UserObject> {
  const request = await openAuthAsMember(app, "admin");
  const account = await getUser(request, userId);
  await deleteManagedUser(request, userId, false);
  return toUserObject(account);
}

/** Mails a link to choose a new password. */
export async function resetAppUserPassword(app: AppAsMember, userId: string): Promise<void> {
  const request = await openAuthAsMember(app, "editor");
  const { email } = await getUser(request, userId);
  await recoverPassword(request, { email: email ?? "" });
}

export async function removeAppUserFactor(app: AppAsMember, userId: string, factorId: string): Promise<void> {
  await removeFactor(await openAuthAsMember(app, "admin"), userId, factorId);
}

/** A session as the console shows it: where it is, never its tokens. */
export interface AppUserSession {
  readonly id: string;
  readonly aal: string;
  readonly user_agent: string | null;
  readonly ip: string | null;
  readonly created_at: string;
  readonly refreshed_at: string;
  readonly not_after: string | null;
  readonly impersonated_by: string | null;
}

export async function listAppUserSessions(
  app: AppAsMember,
  userId: string,
): Promise<readonly AppUserSession[]> {
  const { project } = await openAuthAsMember(app, "viewer");
  const { rows } = await runtime().database.query<AppUserSession>(
    project.scope,
    listEndUserSessions(project.scope, userId),
  );
  return rows;
}

/** @param sessionId absent: all of them. */
export async function revokeAppUserSessions(
  app: AppAsMember,
  userId: string,
  sessionId?: string,
): Promise<void> {
  const request = await openAuthAsMember(app, "editor");
  const { scope } = request.project;
  await writeInCatalog(scope, "shared", async (tx, catalog) => {
    await requireUser(tx, catalog, userId);
    const which = sessionId === undefined ? {} : { only: sessionId };
    await tx.query(deleteEndUserSessions(scope, userId, which));
    await audit(tx, request, "sessions_revoked", { userId, details: { session_id: sessionId ?? null } });
  });
}

/** A session in somebody's name, and the app's address with it. */
export interface Impersonation {
  readonly session: EndUserSessionAnswer;
  readonly session_id: string;
  readonly site_url: string;
}

const impersonationSeconds = 3600;

/**
 * Opens a session as one of the app's users, to see what they see. It ends after an hour, its tokens name who is behind
 * it (`act`, RFC 8693), and the audit log keeps it.
 */
export async function impersonateAppUser(app: AppAsMember, userId: string): Promise<Impersonation> {
  const request = await openAuthAsMember(app, "admin");
  const { project } = request;
  const { settings } = project;
  const bounded = settings.sessionSeconds === 0 || settings.sessionSeconds > impersonationSeconds;
  const short = {
    ...request,
    project: {
      ...project,
      settings: {
        ...settings,
        singleSession: false,
        sessionSeconds: bounded ? impersonationSeconds : settings.sessionSeconds,
        accessTokenSeconds: Math.min(settings.accessTokenSeconds, impersonationSeconds),
      },
    },
  };
  const session = await writeInCatalog(project.scope, "shared", async (tx, catalog) => {
    await requireUser(tx, catalog, userId);
    await audit(tx, request, "user_impersonated", { userId });
    const facts = { method: "impersonation", impersonatedBy: app.actor.userId };
    return startSession(tx, catalog, short, userId, facts);
  });
  const sessionId = String(decodeJwt(session.access_token).session_id);
  return { session, session_id: sessionId, site_url: siteUrl(project) };
}
