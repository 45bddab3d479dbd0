import { authError } from "#lib/auth/auth-error.ts";
import { hashLinkToken } from "#lib/auth/one-time-token.ts";
import { isRightVerifier } from "#lib/auth/pkce.ts";
import { unseal } from "#lib/auth/sealed.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type FlowState, takeFlowByCode } from "#lib/store/end-users/flow-state.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { limitByAddress } from "./limits.ts";
import { type EndUserSessionAnswer, startSession } from "./sessions.ts";

/** What a provider gave, for whoever wants to call its API. */
export interface ProviderTokens {
  readonly provider_token?: string;
  readonly provider_refresh_token?: string;
}

export function flowLabel(projectId: string): string {
  return `auth-flow:${projectId}`;
}

/**
 * Ends a PKCE flow: the code from the link, and what the browser kept back, become a session.
 *
 * @throws {AppError} flow_state_not_found, flow_state_expired, bad_code_verifier. The code is gone in any case.
 */
export async function exchangeCode(
  request: AuthRequest,
  input: { readonly auth_code?: string; readonly code_verifier?: string },
): Promise<EndUserSessionAnswer & ProviderTokens> {
  const { scope } = request.project;
  await limitByAddress(request, rateLimitRules.verifyByAddress);
  const { auth_code: code, code_verifier: verifier } = input;
  if (!code || !verifier) {
    throw authError(
      "validation_failed",
      "invalid request: both auth code and code verifier should be non-empty",
    );
  }
  const { rows } = await runtime().database.query<FlowState>(
    scope,
    takeFlowByCode(scope, hashLinkToken(code)),
  );
  const [flow] = rows;
  if (flow === undefined || flow.user_id === null) throw authError("flow_state_not_found");
  if (!flow.is_good) throw authError("flow_state_expired");
  const { code_challenge: challenge, code_challenge_method: method } = flow;
  if (
    challenge === null ||
    !isRightVerifier({ challenge, method: method === "plain" ? "plain" : "s256" }, verifier)
  ) {
    throw authError("bad_code_verifier");
  }
  const userId = flow.user_id;
  const tokens = flow.sealed === null ? {} : readTokens(scope.projectId, flow.sealed);
  const facts = { method: flow.authentication_method, ...providerOf(flow) };
  const session = await writeInCatalog(scope, "shared", async (tx, catalog) => {
    await audit(tx, request, "user_signed_in", { userId, details: facts });
    return startSession(tx, catalog, request, userId, facts);
  });
  return { ...session, ...tokens };
}

function providerOf({ authentication_method, provider }: FlowState): { provider?: string } {
  return authentication_method === "oauth" ? { provider } : {};
}

function readTokens(projectId: string, sealed: Uint8Array): ProviderTokens {
  return JSON.parse(unseal(sealed, runtime().config.secret, flowLabel(projectId))) as ProviderTokens;
}
