import { jwtVerify, SignJWT } from "jose";
import { deriveKey } from "#lib/derive-key.ts";

export const sessionLifetimeSeconds = 7 * 24 * 60 * 60;

/** What a session's access token says; whether the session still stands, only the database knows. */
export interface SessionClaims {
  readonly userId: string;
  readonly sessionId: string;
}

const issuer = "rowhouse";
const audience = "console";

/** The access token of one session: in the console's cookie, or as a bearer token. */
export async function signSessionToken(claims: SessionClaims, secret: string): Promise<string> {
  return new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.userId)
    .setIssuedAt()
    .setExpirationTime(`${sessionLifetimeSeconds}s`)
    .sign(keyOf(secret));
}

/** Null for a token that is forged, damaged, expired or of another kind. */
export async function verifySessionToken(token: string, secret: string): Promise<SessionClaims | null> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), { algorithms: ["HS256"], issuer, audience });
    const { sub, sid } = payload;
    return typeof sub === "string" && typeof sid === "string" ? { userId: sub, sessionId: sid } : null;
  } catch {
    // Why it failed helps only whoever forges it.
    return null;
  }
}

function keyOf(secret: string): Uint8Array {
  return deriveKey(secret, "session-token", 32);
}
