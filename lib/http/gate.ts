import { readSessionCookie } from "#lib/auth/cookies.ts";
import { AppError } from "#lib/errors/app-error.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { authenticate } from "#lib/operations/authenticate.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type PublicAddress, requireSameOrigin } from "./origin.ts";

/** Who a page is rendered for: the cookie's or bearer token's owner, null if nobody is signed in. */
export async function findActor(headers: Headers): Promise<Actor | null> {
  const token = readBearerToken(headers) ?? readSessionCookie(headers.get("Cookie"));
  return token === null ? null : authenticate(token);
}

/**
 * Who a request of the API comes from.
 *
 * @throws {AppError} RH100 without a valid credential; RH103 if a cookie authorises a write of another site.
 */
export async function requireActor(request: Request): Promise<Actor> {
  // A bearer token is never sent by a browser on its own, so it needs no proof of origin; it also wins over the cookie.
  if (
    readBearerToken(request.headers) === null &&
    readSessionCookie(request.headers.get("Cookie")) !== null
  ) {
    requireSameOrigin(request, publicAddress());
  }
  const actor = await findActor(request.headers);
  if (actor !== null) return actor;
  throw new AppError("RH100", "You are not signed in, or your session has ended.", {
    hint: "Sign in, or send Authorization: Bearer <access token>.",
  });
}

/** How this server is reached, by its configuration. */
export function publicAddress(): PublicAddress {
  const { appUrl, trustProxyHops } = runtime().config;
  return { appUrl, isProxyTrusted: trustProxyHops > 0 };
}

// RFC 6750, section 2.1; the scheme's case does not matter.
function readBearerToken(headers: Headers): string | null {
  return /^bearer +(\S+) *$/i.exec(headers.get("Authorization") ?? "")?.[1] ?? null;
}
