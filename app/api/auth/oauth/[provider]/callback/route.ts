import { nextPath } from "#components/auth/next-path.ts";
import { isAppError } from "#lib/errors/app-error.ts";
import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { readOauthCookie } from "#lib/http/oauth-cookie.ts";
import { route } from "#lib/http/route.ts";
import { backFromProvider } from "#lib/http/signed-in.ts";
import { finishConsoleOAuth } from "#lib/operations/account/console-oauth.ts";

export const GET = route(
  async ({ request, params, url, log }) => {
    const answer = { query: url.searchParams, cookie: readOauthCookie(request.headers) };
    try {
      const from = clientOf(request.headers);
      const { signedIn, next } = await finishConsoleOAuth(params.provider, answer, from);
      return backFromProvider(request, nextPath(next), signedIn);
    } catch (error) {
      // A person looks at this: the sign-in page says what went wrong.
      if (!isAppError(error) || error.status >= 500) throw error;
      log.debug({ err: error }, "a sign-in through a provider was refused");
      return backFromProvider(request, `/login?problem=${encodeURIComponent(error.code)}`, null);
    }
  },
  { auth: "none", params: { provider: "text" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
