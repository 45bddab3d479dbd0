import { sessionLifetimeSeconds } from "./session-token.ts";

export const sessionCookieName = "rowhouse_session";

/** The `Set-Cookie` value that signs a browser in. Lax: links from elsewhere arrive signed in, other sites' writes do not. */
export function sessionCookie(token: string, isSecure: boolean): string {
  return cookie(token, sessionLifetimeSeconds, isSecure);
}

/** The `Set-Cookie` value that signs a browser out. */
export function clearedSessionCookie(isSecure: boolean): string {
  return cookie("", 0, isSecure);
}

/** The session token in a `Cookie` header, null if there is none. */
export function readSessionCookie(header: string | null): string | null {
  for (const pair of header?.split(";") ?? []) {
    const [name, value] = pair.split("=", 2);
    if (name?.trim() === sessionCookieName && value) return value.trim();
  }
  return null;
}

function cookie(value: string, maxAgeSeconds: number, isSecure: boolean): string {
  const secure = isSecure ? "; Secure" : "";
  return `${sessionCookieName}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
