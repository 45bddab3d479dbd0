import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { authError } from "#lib/auth/auth-error.ts";
import { hashLinkToken, newAuthCode } from "#lib/auth/one-time-token.ts";
import { readCodeChallenge } from "#lib/auth/pkce.ts";
import { redirectTarget } from "#lib/auth/redirect.ts";
import { seal, unseal } from "#lib/auth/sealed.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import type { ProviderCheck, ProviderClient, ProviderSignIn } from "#lib/oauth/identity-providers.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  deleteStaleFlows,
  type FlowState,
  insertFlowState,
  issueFlowCode,
  takeFlowByState,
} from "#lib/store/end-users/flow-state.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { audit } from "./audit.ts";
import { type AuthProject, type AuthRequest, projectSecrets, redirectRules } from "./auth-project.ts";
import { asCaller, type BearerRequest } from "./caller.ts";
import { flowLabel, type ProviderTokens } from "./exchange-code.ts";
import { limitByAddress } from "./limits.ts";
import { resolveProviderAccount } from "./provider-account.ts";
import { type EndUserSessionAnswer, startSession } from "./sessions.ts";
import { authCodeSeconds } from "./verify-token.ts";

export interface AuthorizeInput {
  readonly provider: string | null;
  readonly redirectTo: string | null;
  readonly scopes: string | null;
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
  /** What the app wants to tell the provider: `prompt`, `access_type`, `login_hint` … */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The way to a provider. */
export interface AuthorizeAnswer {
  readonly url: string;
  /** To be set as a cookie where tokens come back in the address: it ties the way back to this browser. */
  readonly binding: string | null;
}

const flowSeconds = 600;

/** Sends somebody to a provider. @throws {AppError} oauth_provider_not_supported, validation_failed */
export async function authorizeAtProvider(
  request: AuthRequest,
  input: AuthorizeInput,
): Promise<AuthorizeAnswer> {
  return begin(request, input, null);
}

/** As `authorizeAtProvider`, to add a way to sign in to the signed-in person's account. */
export async function authorizeLink(request: BearerRequest, input: AuthorizeInput): Promise<AuthorizeAnswer> {
  if (!request.project.settings.manualLinkingEnabled) throw authError("manual_linking_disabled");
  const userId = await asCaller(request, async (_tx, _catalog, { account }) => account.id);
  return begin(request, input, userId);
}

async function begin(
  request: AuthRequest,
  input: AuthorizeInput,
  linkingUserId: string | null,
): Promise<AuthorizeAnswer> {
  const { project } = request;
  const { scope } = project;
  await limitByAddress(request, rateLimitRules.verifyByAddress);
  const client = providerClient(project, input.provider);
  const challenge = readCodeChallenge(input.code_challenge, input.code_challenge_method);
  const state = randomBytes(32).toString("base64url");
  const { scopes, parameters } = input;
  const { url, check } = await runtime()
    .identityProviders.begin(client, state, { scopes, parameters })
    .catch((cause: unknown) => {
      runtime().log.warn({ err: cause, provider: client.name }, "an identity provider could not be reached");
      throw authError("unexpected_failure", "The provider cannot be reached", { status: 502 });
    });
  const isBound = challenge === null && linkingUserId === null;
  const binding = isBound ? randomBytes(24).toString("base64url") : null;
  const kept: KeptCheck = {
    ...check,
    binding: binding === null ? null : digest(binding).toString("base64url"),
  };
  await runtime().database.transaction(scope, async (tx) => {
    await tx.query(deleteStaleFlows(scope));
    await tx.query(
      insertFlowState(scope, {
        id: randomUUID(),
        userId: null,
        provider: client.name,
        method: "oauth",
        challenge,
        stateHash: hashLinkToken(state),
        redirectTo: redirectTarget(input.redirectTo, redirectRules(project)),
        linkingUserId,
        sealed: seal(JSON.stringify(kept), runtime().config.secret, flowLabel(scope.projectId)),
        lifetimeSeconds: flowSeconds,
      }),
    );
  });
  return { url, binding };
}

type KeptCheck = ProviderCheck & { readonly binding: string | null };

/** What an app's owner registered at a provider. @throws {AppError} oauth_provider_not_supported */
function providerClient({ settings, scope, sealed, url }: AuthProject, name: string | null): ProviderClient {
  const provider =
    name !== null && Object.hasOwn(settings.providers, name) ? settings.providers[name] : undefined;
  if (name === null || provider === undefined || !provider.enabled) {
    throw authError("oauth_provider_not_supported");
  }
  return {
    name,
    clientId: provider.clientId,
    clientSecret: projectSecrets(scope.projectId, sealed).providers[name] ?? null,
    issuer: provider.issuer ?? null,
    scopes: provider.scopes ?? null,
    audiences: provider.audiences ?? [],
    redirectUri: `${url}/callback`,
  };
}

/** Where somebody who comes back from a provider goes on to, with what. */
export type CallbackAnswer =
  | { readonly redirectTo: string; readonly code: string }
  | { readonly redirectTo: string; readonly session: EndUserSessionAnswer & ProviderTokens }
  | { readonly redirectTo: string; readonly error: unknown; readonly isCodeFlow: boolean };

export interface CallbackInput {
  /** The callback's address with what the provider added to it. */
  readonly query: URLSearchParams;
  /** The cookie that the browser was given on its way out. */
  readonly binding: string | null;
}

/** Takes a provider's answer. @throws {AppError} bad_oauth_state if it belongs to no way that anybody is on. */
export async function finishAtProvider(request: AuthRequest, input: CallbackInput): Promise<CallbackAnswer> {
  const { project } = request;
  const { scope } = project;
  await limitByAddress(request, rateLimitRules.verifyByAddress);
  const state = input.query.get("state") ?? "";
  const { rows } = await runtime().database.query<FlowState>(
    scope,
    takeFlowByState(scope, hashLinkToken(state)),
  );
  const [flow] = rows;
  if (flow === undefined || !flow.is_good || flow.sealed === null) throw authError("bad_oauth_state");
  const redirectTo = flow.redirect_to ?? redirectTarget(null, redirectRules(project));
  const isCodeFlow = flow.code_challenge !== null;
  try {
    const kept = JSON.parse(
      unseal(flow.sealed, runtime().config.secret, flowLabel(scope.projectId)),
    ) as KeptCheck;
    requireBinding(kept, input.binding);
    const signIn = await askProvider(project, flow, input.query, state, kept);
    return { redirectTo, ...(await enter(request, flow, signIn)) };
  } catch (error) {
    return { redirectTo, error, isCodeFlow };
  }
}

/** Without it, somebody could sign others in to an account of their own choosing (login CSRF). */
function requireBinding({ binding }: KeptCheck, given: string | null): void {
  if (binding === null) return;
  const expected = Buffer.from(binding, "base64url");
  if (given === null || !timingSafeEqual(digest(given), expected)) {
    throw authError("bad_oauth_state", "OAuth state does not belong to this browser");
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

async function askProvider(
  project: AuthProject,
  flow: FlowState,
  query: URLSearchParams,
  state: string,
  check: ProviderCheck,
): Promise<ProviderSignIn> {
  const refusal = query.get("error");
  if (refusal !== null) {
    const message = query.get("error_description")?.slice(0, 300) ?? refusal.slice(0, 100);
    throw authError("bad_oauth_callback", message, { status: 403 });
  }
  const client = providerClient(project, flow.provider);
  const url = new URL(client.redirectUri);
  for (const [name, value] of query) url.searchParams.append(name, value);
  try {
    return await runtime().identityProviders.finish(client, url, state, check);
  } catch (cause) {
    runtime().log.warn({ err: cause, provider: client.name }, "a provider's answer was refused");
    throw authError("bad_oauth_callback", "Unable to exchange external code");
  }
}

async function enter(
  request: AuthRequest,
  flow: FlowState,
  { profile, accessToken, refreshToken }: ProviderSignIn,
): Promise<{ code: string } | { session: EndUserSessionAnswer & ProviderTokens }> {
  const { scope } = request.project;
  const { provider } = flow;
  const tokens: ProviderTokens = {
    provider_token: accessToken,
    ...(refreshToken === null ? {} : { provider_refresh_token: refreshToken }),
  };
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const linking = flow.linking_user_id;
    const userId = await resolveProviderAccount(tx, catalog, request, {
      provider,
      profile,
      linkingUserId: linking,
    });
    if (flow.code_challenge !== null) {
      const code = newAuthCode();
      const sealed = seal(JSON.stringify(tokens), runtime().config.secret, flowLabel(scope.projectId));
      const codeHash = hashLinkToken(code);
      await tx.query(
        issueFlowCode(scope, { id: flow.id, userId, codeHash, sealed, lifetimeSeconds: authCodeSeconds }),
      );
      return { code };
    }
    const facts = { method: "oauth", provider };
    await audit(tx, request, "user_signed_in", { userId, details: facts });
    return { session: { ...(await startSession(tx, catalog, request, userId, facts)), ...tokens } };
  });
}

export interface IdTokenInput {
  readonly provider?: string;
  readonly id_token?: string;
  readonly nonce?: string;
  readonly link_identity?: boolean;
}

/** Signs in by a token that the app got from the provider itself. */
export async function signInByIdToken(
  request: BearerRequest,
  input: IdTokenInput,
): Promise<EndUserSessionAnswer> {
  const { scope, settings } = request.project;
  if (!input.provider || !input.id_token)
    throw authError("validation_failed", "id_token and provider required");
  await limitByAddress(request, rateLimitRules.verifyByAddress);
  const client = providerClient(request.project, input.provider);
  if (input.link_identity === true && !settings.manualLinkingEnabled)
    throw authError("manual_linking_disabled");
  const linkingUserId =
    input.link_identity === true
      ? await asCaller(request, async (_tx, _catalog, { account }) => account.id)
      : null;
  const profile = await runtime()
    .identityProviders.verifyIdToken(client, input.id_token, input.nonce ?? null)
    .catch((cause: unknown) => {
      runtime().log.debug({ err: cause, provider: client.name }, "an ID token was refused");
      throw authError("validation_failed", "Bad ID token");
    });
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const provider = client.name;
    const userId = await resolveProviderAccount(tx, catalog, request, { provider, profile, linkingUserId });
    const facts = { method: "oauth", provider };
    await audit(tx, request, "user_signed_in", { userId, details: facts });
    return startSession(tx, catalog, request, userId, facts);
  });
}
