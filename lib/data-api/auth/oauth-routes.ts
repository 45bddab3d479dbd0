import { authError } from "#lib/auth/auth-error.ts";
import { withQuery } from "#lib/auth/redirect.ts";
import {
  type AuthorizeInput,
  authorizeAtProvider,
  authorizeLink,
  finishAtProvider,
} from "#lib/operations/end-users/oauth.ts";
import type { DataResponse } from "../data-request.ts";
import { answer, redirect } from "./answers.ts";
import type { AuthCall, AuthRoute } from "./auth-call.ts";
import { errorLanding, sessionLanding } from "./landing.ts";

export const oauthRoutes: readonly AuthRoute[] = [
  { method: "GET", path: "/authorize", gate: "open", run: authorize },
  { method: "GET", path: "/callback", gate: "open", run: (call) => callback(call, call.query) },
  { method: "POST", path: "/callback", gate: "open", run: formCallback },
  { method: "GET", path: "/user/identities/authorize", gate: "key", run: authorizeIdentity },
];

const cookieName = "rowhouse_oauth";
const ownParameters = new Set([
  "provider",
  "redirect_to",
  "scopes",
  "code_challenge",
  "code_challenge_method",
  "skip_http_redirect",
  "apikey",
  "flow_id",
]);
/** What would change whom the provider answers, or how: only the flow itself may say so. */
const reservedParameters = /^(client_|redirect_uri$|response_|state$|nonce$|scope$|request(_uri)?$)/;

async function authorize(call: AuthCall): Promise<DataResponse> {
  const { url, binding } = await authorizeAtProvider(call, inputOf(call));
  const cookie = binding === null ? [] : [["Set-Cookie", cookieOf(call, binding)] as const];
  if (call.query.get("skip_http_redirect") === "true") return answer({ url }, 200, cookie);
  return redirect(url, 302, cookie);
}

async function authorizeIdentity(call: AuthCall): Promise<DataResponse> {
  const { url } = await authorizeLink(call, inputOf(call));
  return call.query.get("skip_http_redirect") === "true" ? answer({ url }) : redirect(url, 302);
}

function inputOf({ query }: AuthCall): AuthorizeInput {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  const others = [...query].filter(([name]) => !ownParameters.has(name) && !reservedParameters.test(name));
  return {
    provider: query.get("provider"),
    redirectTo: query.get("redirect_to"),
    scopes: query.get("scopes"),
    ...(challenge === null ? {} : { code_challenge: challenge }),
    ...(method === null ? {} : { code_challenge_method: method }),
    parameters: Object.fromEntries(others),
  };
}

/** Lax: the provider's redirect is a navigation that brings it along; no script can read it. */
function cookieOf({ project }: AuthCall, binding: string): string {
  const { pathname, protocol } = new URL(project.url);
  const secure = protocol === "https:" ? "; Secure" : "";
  return `${cookieName}=${binding}; Path=${pathname}/callback; Max-Age=600; HttpOnly; SameSite=Lax${secure}`;
}

function bindingOf({ request }: AuthCall): string | null {
  const cookies = request.header("cookie") ?? "";
  return new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookies)?.[1] ?? null;
}

async function formCallback(call: AuthCall): Promise<DataResponse> {
  const text = await call.request.text();
  if (text.length > 20_000) throw authError("bad_oauth_callback");
  return callback(call, new URLSearchParams(text));
}

async function callback(call: AuthCall, query: URLSearchParams): Promise<DataResponse> {
  const outcome = await finishAtProvider(call, { query, binding: bindingOf(call) });
  if ("error" in outcome) return redirect(errorLanding(outcome.redirectTo, outcome.error, true), 302);
  if ("code" in outcome) return redirect(withQuery(outcome.redirectTo, { code: outcome.code }), 302);
  return redirect(sessionLanding(outcome.redirectTo, outcome.session, {}), 302);
}
