import { SignJWT } from "jose";
import { deriveKey } from "#lib/derive-key.ts";

export const endUserTokenLifetimeSeconds = 60 * 60;
export const refreshTokenLifetimeSeconds = 30 * 24 * 60 * 60;

/** Who a generated app's signed-in user is. */
export interface EndUserClaims {
  readonly projectId: string;
  readonly ref: string;
  /** The id of the row in the project's `users` table. */
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
}

/** The access token of an end user, with the claims that Supabase's clients read. Worthless in any other project. */
export async function signEndUserToken(claims: EndUserClaims, secret: string): Promise<string> {
  return new SignJWT({
    role: "authenticated",
    ref: claims.ref,
    email: claims.email,
    session_id: claims.sessionId,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer("rowhouse")
    .setAudience("authenticated")
    .setSubject(claims.userId)
    .setIssuedAt()
    .setExpirationTime(`${endUserTokenLifetimeSeconds}s`)
    .sign(deriveKey(secret, `end-user-token:${claims.projectId}`, 32));
}
