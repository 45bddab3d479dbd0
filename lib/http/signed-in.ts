import { clearedSessionCookie, sessionCookie } from "#lib/auth/cookies.ts";
import type { SignedIn } from "#lib/operations/start-session.ts";
import { publicAddress } from "./gate.ts";
import { oauthCookie } from "./oauth-cookie.ts";
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

/** The answer to a browser that comes back from a provider: on to a page, with the session if there is one. */
export function backFromProvider(request: Request, location: string, result: SignedIn | null): Response {
  const { headers } = request;
  const response = new Response(null, { status: 302, headers: { Location: location } });
  response.headers.append("Set-Cookie", oauthCookie(headers, ""));
  if (result !== null) {
    const cookie = sessionCookie(result.access_token, isHttps(headers, publicAddress()));
    response.headers.append("Set-Cookie", cookie);
  }
  return response;
}
