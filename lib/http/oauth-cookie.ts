import { consoleOAuthSeconds } from "#lib/operations/account/console-oauth.ts";
import { publicAddress } from "./gate.ts";
import { isHttps } from "./origin.ts";

const name = "rowhouse_oauth";

/** Lax: the provider's redirect is a navigation that brings it along. @param value "" takes it away. */
export function oauthCookie(headers: Headers, value: string): string {
  const secure = isHttps(headers, publicAddress()) ? "; Secure" : "";
  const maxAge = value === "" ? 0 : consoleOAuthSeconds;
  return `${name}=${value}; Path=/api/auth/oauth; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

export function readOauthCookie(headers: Headers): string | null {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`).exec(headers.get("Cookie") ?? "")?.[1] ?? null;
}
