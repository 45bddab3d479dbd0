import { clientOf } from "#lib/http/client.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { oauthCookie } from "#lib/http/oauth-cookie.ts";
import { route } from "#lib/http/route.ts";
import { beginConsoleOAuth } from "#lib/operations/account/console-oauth.ts";

export const GET = route(
  async ({ request, params, url }) => {
    const { headers } = request;
    const begun = await beginConsoleOAuth(params.provider, url.searchParams.get("next"), clientOf(headers));
    const cookie = oauthCookie(headers, begun.cookie);
    return new Response(null, { status: 302, headers: { Location: begun.url, "Set-Cookie": cookie } });
  },
  { auth: "none", params: { provider: "text" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
