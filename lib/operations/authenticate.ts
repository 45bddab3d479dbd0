import { hashToken, isPersonalAccessToken } from "#lib/auth/opaque-token.ts";
import { verifySessionToken } from "#lib/auth/session-token.ts";
import { systemScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { touchPersonalAccessToken } from "#lib/store/account/personal-access-token.ts";
import { touchSession } from "#lib/store/account/session.ts";
import { type Actor, openActor } from "./actor.ts";

/**
 * Who a session's access token or a personal access token belongs to; null if it is worth nothing (any more).
 * Asks the database every time, so that signing out and revoking work at once.
 */
export async function authenticate(token: string): Promise<Actor | null> {
  return isPersonalAccessToken(token) ? byPersonalAccessToken(token) : bySessionToken(token);
}

async function bySessionToken(token: string): Promise<Actor | null> {
  const { config, database } = runtime();
  const claims = await verifySessionToken(token, config.secret);
  if (claims === null) return null;
  const { sessionId, userId } = claims;
  const { rows } = await database.query(systemScope, touchSession(sessionId, userId));
  return rows.length === 0 ? null : openActor(userId, { kind: "session", sessionId });
}

async function byPersonalAccessToken(token: string): Promise<Actor | null> {
  const { rows } = await runtime().database.query<{ id: string; user_id: string }>(
    systemScope,
    touchPersonalAccessToken(hashToken(token)),
  );
  const [row] = rows;
  return row === undefined ? null : openActor(row.user_id, { kind: "token", tokenId: row.id });
}
