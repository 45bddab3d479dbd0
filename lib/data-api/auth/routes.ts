import { authError } from "#lib/auth/auth-error.ts";
import { getEndUser, logOutEndUser, reauthenticate } from "#lib/operations/end-users/current-user.ts";
import { exchangeCode } from "#lib/operations/end-users/exchange-code.ts";
import { unlinkIdentity } from "#lib/operations/end-users/identities.ts";
import { signInByIdToken } from "#lib/operations/end-users/oauth.ts";
import { refreshSession } from "#lib/operations/end-users/refresh-session.ts";
import { recoverPassword, resendToken, sendOtp } from "#lib/operations/end-users/send-otp.ts";
import { signInEndUser } from "#lib/operations/end-users/sign-in.ts";
import { signUpEndUser } from "#lib/operations/end-users/sign-up.ts";
import { updateEndUser } from "#lib/operations/end-users/update-user.ts";
import { projectJwks } from "#lib/operations/keys/project-signing.ts";
import type { DataResponse } from "../data-request.ts";
import { adminRoutes } from "./admin-routes.ts";
import { answer, noContent } from "./answers.ts";
import type { AuthCall, AuthRoute } from "./auth-call.ts";
import { flags, objects, readBody, texts } from "./body.ts";
import { factorRoutes } from "./factor-routes.ts";
import { oauthRoutes } from "./oauth-routes.ts";
import { redirectTo } from "./redirect-to.ts";
import { settingsAnswer } from "./settings-answer.ts";
import { followLink, verify } from "./verify-routes.ts";

const pkce = ["code_challenge", "code_challenge_method"] as const;

export const authRoutes: readonly AuthRoute[] = [
  { method: "GET", path: "/health", gate: "open", isTelling: true, run: health },
  {
    method: "GET",
    path: "/settings",
    gate: "key",
    isTelling: true,
    run: async (call) => answer(settingsAnswer(call.project)),
  },
  { method: "GET", path: "/.well-known/jwks.json", gate: "open", isTelling: true, run: jwks },
  { method: "GET", path: "/.well-known/openid-configuration", gate: "open", isTelling: true, run: discovery },
  { method: "POST", path: "/signup", gate: "key", run: signUp },
  { method: "POST", path: "/token", gate: "key", run: token },
  { method: "POST", path: "/otp", gate: "key", run: otp },
  { method: "POST", path: "/magiclink", gate: "key", run: otp },
  { method: "POST", path: "/recover", gate: "key", run: recover },
  { method: "POST", path: "/resend", gate: "key", run: resend },
  { method: "POST", path: "/verify", gate: "key", run: verify },
  { method: "GET", path: "/verify", gate: "open", run: followLink },
  { method: "GET", path: "/user", gate: "key", run: async (call) => answer(await getEndUser(call)) },
  { method: "PUT", path: "/user", gate: "key", run: updateUser },
  { method: "GET", path: "/reauthenticate", gate: "key", run: sendNonce },
  { method: "POST", path: "/logout", gate: "key", run: logOut },
  {
    method: "POST",
    path: "/sso",
    gate: "key",
    run: () => Promise.reject(authError("saml_provider_disabled")),
  },
  { method: "DELETE", path: "/user/identities/:identity", gate: "key", run: unlink },
  ...oauthRoutes,
  ...factorRoutes,
  ...adminRoutes,
];

async function health(): Promise<DataResponse> {
  return answer({
    version: "v2.196.0",
    name: "GoTrue",
    description: "GoTrue is a user registration and authentication API",
  });
}

async function jwks({ project }: AuthCall): Promise<DataResponse> {
  const keys = await projectJwks(project.ref);
  // Short: a key that was rotated in is asked for as soon as a token names it.
  return answer(keys ?? { keys: [] }, 200, [["Cache-Control", "public, max-age=600"]]);
}

async function discovery({ project: { url } }: AuthCall): Promise<DataResponse> {
  return answer({
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/user`,
    jwks_uri: `${url}/.well-known/jwks.json`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
    code_challenge_methods_supported: ["S256", "plain"],
  });
}

async function signUp(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  const input = { ...texts(body, "email", "phone", "password", ...pkce), ...objects(body, "data") };
  return answer(await signUpEndUser(call, { ...input, redirectTo: redirectTo(call) }));
}

async function token(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  switch (call.query.get("grant_type")) {
    case "password":
      return answer(await signInEndUser(call, texts(body, "email", "phone", "password")));
    case "refresh_token":
      return answer(await refreshSession(call, texts(body, "refresh_token")));
    case "pkce":
      return answer(await exchangeCode(call, texts(body, "auth_code", "code_verifier")));
    case "id_token": {
      const input = { ...texts(body, "provider", "id_token", "nonce"), ...flags(body, "link_identity") };
      return answer(await signInByIdToken(call, input));
    }
    case "web3":
      throw authError("web3_provider_disabled");
    default:
      throw authError("validation_failed", "unsupported_grant_type");
  }
}

async function otp(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  const input = {
    ...texts(body, "email", "phone", ...pkce),
    ...flags(body, "create_user"),
    ...objects(body, "data"),
  };
  const messageId = await sendOtp(call, { ...input, redirectTo: redirectTo(call) });
  return answer(messageId === null ? {} : { message_id: messageId });
}

async function recover(call: AuthCall): Promise<DataResponse> {
  const input = texts(await readBody(call.request), "email", ...pkce);
  await recoverPassword(call, { ...input, redirectTo: redirectTo(call) });
  return answer({});
}

async function resend(call: AuthCall): Promise<DataResponse> {
  const input = texts(await readBody(call.request), "type", "email", "phone", ...pkce);
  await resendToken(call, { ...input, redirectTo: redirectTo(call) });
  return answer({});
}

async function updateUser(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  const input = {
    ...texts(body, "email", "phone", "password", "nonce", "current_password", ...pkce),
    ...objects(body, "data", "app_metadata"),
  };
  return answer(await updateEndUser(call, { ...input, redirectTo: redirectTo(call) }));
}

async function sendNonce(call: AuthCall): Promise<DataResponse> {
  await reauthenticate(call);
  return answer({});
}

async function logOut(call: AuthCall): Promise<DataResponse> {
  await logOutEndUser(call, call.query.get("scope") ?? "global");
  return noContent();
}

async function unlink(call: AuthCall): Promise<DataResponse> {
  await unlinkIdentity(call, call.params.identity ?? "");
  return answer({});
}
