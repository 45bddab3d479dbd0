import { randomUUID } from "node:crypto";
import {
  endUserTokenLifetimeSeconds,
  refreshTokenLifetimeSeconds,
  signEndUserToken,
} from "#lib/auth/end-user-token.ts";
import { hashToken, newRefreshToken } from "#lib/auth/opaque-token.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertEndUserSession } from "#lib/store/end-user-session.ts";
import type { EndUser } from "./find-end-user.ts";

/** What an end user's sign-up and sign-in answer. */
export interface EndUserSignedIn {
  readonly user: EndUser;
  readonly access_token: string;
  readonly refresh_token: string;
  /** Seconds that the access token is good for. */
  readonly expires_in: number;
}

/** Opens a session for an end user whose password was right a moment ago. */
export async function startEndUserSession(
  tx: Transaction,
  { scope, ref }: { scope: TenantScope; ref: string },
  { id, user }: { id: string; user: EndUser },
): Promise<EndUserSignedIn> {
  const sessionId = randomUUID();
  const refreshToken = newRefreshToken();
  const session = {
    id: sessionId,
    userId: id,
    refreshTokenHash: hashToken(refreshToken),
    lifetimeSeconds: refreshTokenLifetimeSeconds,
  };
  await tx.query(insertEndUserSession(scope, session));
  const email = typeof user.email === "string" ? user.email : "";
  const claims = { projectId: scope.projectId, ref, userId: id, sessionId, email };
  return {
    user,
    access_token: await signEndUserToken(claims, runtime().config.secret),
    refresh_token: refreshToken,
    expires_in: endUserTokenLifetimeSeconds,
  };
}
