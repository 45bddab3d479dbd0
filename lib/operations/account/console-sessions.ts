import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type ConsoleSession, listSessions, revokeSessions } from "#lib/store/account/session.ts";
import type { Actor } from "../actor.ts";

/** A session of the actor's, and whether it is the one that asks. */
export interface ListedSession extends ConsoleSession {
  readonly is_current: boolean;
}

/** Where the actor is signed in, the session that was seen last first. */
export async function listConsoleSessions(actor: Actor): Promise<readonly ListedSession[]> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<ConsoleSession>(scope, listSessions(actor.userId));
  const { credential } = actor;
  const own = credential.kind === "session" ? credential.sessionId : null;
  return rows.map((session) => ({ ...session, is_current: session.id === own }));
}

/** Ends one of the actor's sessions, or all but the one that asks. @throws {AppError} RH004 */
export async function endConsoleSessions(actor: Actor, sessionId: string | null): Promise<void> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { credential } = actor;
  const own = credential.kind === "session" ? credential.sessionId : null;
  const which = sessionId === null ? { except: own } : { only: sessionId };
  const { rowCount } = await runtime().database.query(scope, revokeSessions(actor.userId, which));
  if (sessionId !== null && rowCount === 0) throw new AppError("RH004", "There is no such session.");
}
