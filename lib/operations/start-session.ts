import { randomUUID } from "node:crypto";
import { sessionLifetimeSeconds, signSessionToken } from "#lib/auth/session-token.ts";
import type { Transaction } from "#lib/db/database.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertSession } from "#lib/store/account/session.ts";
import type { User } from "#lib/store/account/user.ts";

/** Where a sign-in comes from, as far as the gate could tell. */
export interface Client {
  readonly address: string;
  readonly userAgent: string | null;
}

/** What sign-up and sign-in answer. */
export interface SignedIn {
  readonly user: User;
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
}

/** Opens a session for somebody whose password was right a moment ago. */
export async function startSession(tx: Transaction, user: User, client: Client): Promise<SignedIn> {
  const sessionId = randomUUID();
  const { address, userAgent } = client;
  const lifetimeSeconds = sessionLifetimeSeconds;
  await tx.query(
    insertSession({ id: sessionId, userId: user.id, lifetimeSeconds, address, userAgent: cut(userAgent) }),
  );
  const token = await signSessionToken({ userId: user.id, sessionId }, runtime().config.secret);
  return { user, access_token: token, expires_in: lifetimeSeconds };
}

function cut(userAgent: string | null): string | null {
  return userAgent?.slice(0, 300) ?? null;
}
