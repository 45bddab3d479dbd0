import { withFragment, withQuery } from "#lib/auth/redirect.ts";
import type { ProviderTokens } from "#lib/operations/end-users/exchange-code.ts";
import type { EndUserSessionAnswer } from "#lib/operations/end-users/sessions.ts";
import { toAuthError } from "./answers.ts";

/** The address of an app with a session in its fragment, which no server gets to see. */
export function sessionLanding(
  target: string,
  session: EndUserSessionAnswer & ProviderTokens,
  more: Readonly<Record<string, string>>,
): string {
  const { provider_token, provider_refresh_token } = session;
  return withFragment(target, {
    access_token: session.access_token,
    expires_at: String(session.expires_at),
    expires_in: String(session.expires_in),
    ...(provider_token === undefined ? {} : { provider_token }),
    ...(provider_refresh_token === undefined ? {} : { provider_refresh_token }),
    refresh_token: session.refresh_token,
    token_type: session.token_type,
    ...more,
  });
}

/** The address of an app with what went wrong: in the fragment, and for a server's eyes in the query too. */
export function errorLanding(target: string, error: unknown, isInQuery: boolean): string {
  const { code, message, status } = toAuthError(error);
  const parameters = {
    error: status >= 500 ? "server_error" : "access_denied",
    error_code: code,
    error_description: message,
  };
  return withFragment(isInQuery ? withQuery(target, parameters) : target, parameters);
}
