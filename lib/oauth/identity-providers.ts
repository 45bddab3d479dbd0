import { createHash, timingSafeEqual } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchProtectedResource,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
} from "openid-client";
import { type OutboundRules, outboundFetch } from "./outbound-fetch.ts";
import {
  type GitHubEmail,
  type GitHubUser,
  type ProviderProfile,
  profileOfClaims,
  profileOfGitHub,
} from "./profiles.ts";

/** What an app's owner registered at a provider. */
export interface ProviderClient {
  /** `google`, `github`, or any name for an OIDC provider with an issuer. */
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly issuer: string | null;
  readonly scopes: string | null;
  /** Further client ids whose ID tokens are taken. */
  readonly audiences: readonly string[];
  /** Where the provider sends people back to. */
  readonly redirectUri: string;
}

/** What has to be kept between the way to a provider and the way back. */
export interface ProviderCheck {
  readonly verifier: string;
  /** Null: the provider gives no ID token. */
  readonly nonce: string | null;
}

export interface ProviderSignIn {
  readonly profile: ProviderProfile;
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/** Sign-in through others: OpenID Connect by discovery, and GitHub, which has OAuth 2.0 alone. */
export interface IdentityProviders {
  /** Where to send the browser, and what to keep. @throws {Error} if the provider cannot be reached. */
  begin(
    client: ProviderClient,
    state: string,
    options: { readonly scopes: string | null; readonly parameters: Readonly<Record<string, string>> },
  ): Promise<{ readonly url: string; readonly check: ProviderCheck }>;
  /** @param url the callback's, with what the provider added. @throws {Error} if anything of it is wrong. */
  finish(client: ProviderClient, url: URL, state: string, check: ProviderCheck): Promise<ProviderSignIn>;
  /** @param nonce what the app gave the provider, before it was hashed. @throws {Error} for a token that is not good. */
  verifyIdToken(client: ProviderClient, idToken: string, nonce: string | null): Promise<ProviderProfile>;
}

const freshMs = 10 * 60_000;
const cachedMax = 200;

/** Discovery documents and keys are kept for some minutes. */
export function createIdentityProviders(rules: OutboundRules): IdentityProviders {
  const fetchOut = outboundFetch(rules);
  const metadata = new LRUCache<string, Promise<Configuration>>({ max: cachedMax, ttl: freshMs });

  const discover = (issuer: string): Promise<Configuration> => {
    const known = metadata.get(issuer);
    if (known !== undefined) return known;
    const options = {
      [customFetch]: fetchOut as CustomFetch,
      execute: rules.isInnerAllowed ? [allowInsecureRequests] : [],
    };
    const found = discovery(new URL(issuer), "any", undefined, undefined, options);
    found.catch(() => metadata.delete(issuer));
    metadata.set(issuer, found);
    return found;
  };

  const open = async (client: ProviderClient): Promise<Configuration> => {
    const server =
      client.name === "github" ? gitHubServer(client) : (await discover(issuerOf(client))).serverMetadata();
    const config = new Configuration(server, client.clientId, client.clientSecret ?? undefined);
    config[customFetch] = fetchOut as CustomFetch;
    if (rules.isInnerAllowed) allowInsecureRequests(config);
    return config;
  };

  return {
    async begin(client, state, { scopes, parameters }) {
      const config = await open(client);
      const isOidc = client.name !== "github";
      const check = { verifier: randomPKCECodeVerifier(), nonce: isOidc ? randomNonce() : null };
      const url = buildAuthorizationUrl(config, {
        ...parameters,
        redirect_uri: client.redirectUri,
        response_type: "code",
        scope: [defaultScopes(client), client.scopes, scopes].filter(Boolean).join(" "),
        state,
        code_challenge: await calculatePKCECodeChallenge(check.verifier),
        code_challenge_method: "S256",
        ...(check.nonce === null ? {} : { nonce: check.nonce }),
      });
      return { url: url.href, check };
    },

    async finish(client, url, state, { verifier, nonce }) {
      const config = await open(client);
      const tokens = await authorizationCodeGrant(config, url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        ...(nonce === null ? {} : { expectedNonce: nonce, idTokenExpected: true }),
      });
      const { access_token: accessToken, refresh_token: refreshToken = null } = tokens;
      if (client.name === "github") {
        return { profile: await readGitHub(config, client, accessToken), accessToken, refreshToken };
      }
      const claims = tokens.claims() ?? {};
      const more = config.serverMetadata().userinfo_endpoint
        ? await fetchUserInfo(config, accessToken, String((claims as { sub?: unknown }).sub))
        : {};
      return { profile: profileOfClaims({ ...more, ...claims }), accessToken, refreshToken };
    },

    async verifyIdToken(client, idToken, nonce) {
      const server = (await discover(issuerOf(client))).serverMetadata();
      const response = await fetchOut(server.jwks_uri ?? "");
      if (!response.ok) throw new Error(`the keys of ${server.issuer} answered ${response.status}`);
      const { payload } = await jwtVerify(idToken, createLocalJWKSet(await response.json()), {
        issuer: [server.issuer, server.issuer.replace("https://", "")],
        audience: [client.clientId, ...client.audiences].filter((id) => id !== ""),
        algorithms: ["RS256", "ES256", "PS256", "EdDSA"],
        requiredClaims: ["sub", "exp"],
      });
      requireNonce(payload.nonce, nonce);
      return profileOfClaims(payload);
    },
  };
}

function requireNonce(claimed: unknown, given: string | null): void {
  if (claimed === undefined && given === null) return;
  if (typeof claimed !== "string" || given === null) {
    throw new Error("Passed nonce and nonce in id_token should either both exist or not.");
  }
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const hashed = createHash("sha256").update(given).digest("hex");
  const isRight =
    timingSafeEqual(digest(claimed), digest(hashed)) || timingSafeEqual(digest(claimed), digest(given));
  if (!isRight) throw new Error("Nonces mismatch");
}

function issuerOf({ name, issuer }: ProviderClient): string {
  if (issuer !== null) return issuer;
  if (name === "google") return "https://accounts.google.com";
  throw new Error(`the provider ${name} has no issuer`);
}

function defaultScopes({ name }: ProviderClient): string {
  return name === "github" ? "read:user user:email" : "openid email profile";
}

/** GitHub, or an Enterprise server of it. */
function gitHubServer({ issuer }: ProviderClient) {
  const base = (issuer ?? "https://github.com").replace(/\/+$/, "");
  return {
    issuer: base,
    authorization_endpoint: `${base}/login/oauth/authorize`,
    token_endpoint: `${base}/login/oauth/access_token`,
  };
}

async function readGitHub(
  config: Configuration,
  { issuer }: ProviderClient,
  token: string,
): Promise<ProviderProfile> {
  const api = issuer === null ? "https://api.github.com" : `${issuer.replace(/\/+$/, "")}/api/v3`;
  const read = async (path: string): Promise<unknown> => {
    const headers = new Headers({ Accept: "application/vnd.github+json", "User-Agent": "rowhouse" });
    const response = await fetchProtectedResource(
      config,
      token,
      new URL(api + path),
      "GET",
      undefined,
      headers,
    );
    if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
    return response.json();
  };
  const [user, emails] = await Promise.all([read("/user"), read("/user/emails")]);
  // GitHub's documented shapes; what is missing of them becomes null.
  return profileOfGitHub(user as GitHubUser, emails as GitHubEmail[], api);
}
