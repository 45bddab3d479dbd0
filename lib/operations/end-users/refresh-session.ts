import { authError } from "#lib/auth/auth-error.ts";
import { type RefreshTokenClaims, verifyRefreshToken } from "#lib/auth/refresh-token.ts";
import { isBanned } from "#lib/auth/user-object.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  deleteEndUserSessions,
  type EndUserSession,
  lockEndUserSession,
  rotateEndUserSession,
} from "#lib/store/end-users/end-user-session.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { audit } from "./audit.ts";
import type { AuthProject, AuthRequest } from "./auth-project.ts";
import { limitByAddress } from "./limits.ts";
import { type EndUserSessionAnswer, isSessionOver, sessionAnswer } from "./sessions.ts";

/**
 * The next tokens of a session.
 *
 * The newest refresh token is exchanged for its successor. The one before it, and any that was exchanged within the last
 * seconds, is answered with the newest: a client that lost an answer, or two tabs at once. Any other is stolen, or its
 * successor was: the session ends.
 *
 * @throws {AppError} refresh_token_not_found, refresh_token_already_used, session_expired, user_banned
 */
export async function refreshSession(
  request: AuthRequest,
  input: { readonly refresh_token?: string },
): Promise<EndUserSessionAnswer> {
  const { project } = request;
  await limitByAddress(request, rateLimitRules.refreshByAddress);
  const { secret } = runtime().config;
  const claims = verifyRefreshToken(input.refresh_token ?? "", project.scope.projectId, secret);
  if (claims === null) throw authError("refresh_token_not_found");
  const outcome = await writeInCatalog(project.scope, "shared", async (tx, catalog) => {
    const { rows } = await tx.query<{ session: EndUserSession }>(
      lockEndUserSession(project.scope, claims.sessionId),
    );
    const session = rows[0]?.session;
    if (session === undefined) return authError("refresh_token_not_found");
    const refusal = await refuse(tx, request, session, claims);
    if (refusal !== null) return refusal;
    const isNewest = claims.counter === session.refresh_counter;
    // Both travel together; a session that turns out to be nobody's any more may count up.
    const [account] = await Promise.all([
      findAccount(tx, catalog, { id: session.user_id }),
      isNewest ? tx.query(rotateEndUserSession(project.scope, session.id)) : null,
    ]);
    if (account === null) return authError("refresh_token_not_found");
    if (isBanned(account)) return authError("user_banned");
    const counter = session.refresh_counter + (isNewest ? 1 : 0);
    return sessionAnswer(project, account, { ...session, refresh_counter: counter });
  });
  // Not thrown inside: the end of a stolen session has to be kept.
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function refuse(
  tx: Transaction,
  request: AuthRequest,
  session: EndUserSession,
  claims: RefreshTokenClaims,
): Promise<AppError | null> {
  const { project } = request;
  const { scope } = project;
  if (isSessionOver(session, project)) {
    await tx.query(deleteEndUserSessions(scope, session.user_id, { only: session.id }));
    return authError("session_expired");
  }
  if (isGood(session, claims, project)) return null;
  await tx.query(deleteEndUserSessions(scope, session.user_id, { only: session.id }));
  await audit(tx, request, "refresh_token_reused", {
    userId: session.user_id,
    details: { session_id: session.id, behind: session.refresh_counter - claims.counter },
  });
  return authError("refresh_token_already_used");
}

function isGood(
  session: EndUserSession,
  { counter }: RefreshTokenClaims,
  { settings }: AuthProject,
): boolean {
  const behind = session.refresh_counter - counter;
  if (behind < 0) return false;
  if (behind <= 1) return true;
  // `rotated_at` ends with the rotation of the token before the newest; one entry earlier for each token further back.
  const exchangedAt = session.rotated_at.at(-behind);
  if (exchangedAt === undefined) return false;
  return Date.now() - new Date(exchangedAt).getTime() <= settings.reuseSeconds * 1000;
}
