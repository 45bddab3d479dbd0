import { clearedSessionCookie, sessionCookie } from "#lib/auth/cookies.ts";
import type { SignedIn } from "#lib/operations/start-session.ts";
import { publicAddress } from "./gate.ts";
import { isHttps } from "./origin.ts";
import { json } from "./respond.ts";

/** The answer of a sign-up or sign-in: the token for scripts, the cookie for browsers. */
export function signedIn(request: Request, result: SignedIn, status: number): Response {
  const cookie = sessionCookie(result.access_token, isHttps(request.headers, publicAddress()));
  return json(result, status, { "Set-Cookie": cookie });
}

/** The answer of a sign-out. */
export function signedOut(request: Request): Response {
  return json({}, 200, { "Set-Cookie": clearedSessionCookie(isHttps(request.headers, publicAddress())) });
}
