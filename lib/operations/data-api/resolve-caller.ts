import { hashToken, projectKeyKindOf } from "#lib/auth/opaque-token.ts";
import { isProjectKeyToken, projectKeyIdOf } from "#lib/auth/project-key-token.ts";
import { verifyUserToken } from "#lib/auth/project-signing.ts";
import { type ApiRole, openTenantScope, type TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { Keyring, ProjectKeyRow, VerifiedToken } from "#lib/store/projects/project-keyring.ts";

/** What a request of an app says about who sends it. */
export interface PresentedCredentials {
  /** The header `apikey` (or the query parameter of that name, where headers cannot be set). */
  readonly apikey: string | null;
  /** The token of `Authorization: Bearer`. */
  readonly bearer: string | null;
  /** See `isFromBrowser`. */
  readonly isFromBrowser: boolean;
}

/** Who a request of an app acts for. */
export interface ApiCaller {
  /** Carries `apiRole`, `endUserId`, `jwt` and `keyScopes`: all that rules ask for. */
  readonly scope: TenantScope;
  readonly ref: string;
  /** Null when a user's token came without a key. */
  readonly key: { readonly id: string; readonly kind: ProjectKeyRow["kind"] } | null;
}

/**
 * `missing`: no credential at all. `project`: no such project. `invalid`: forged, damaged, revoked or of another
 * project. `expired`: was good. `browser`: a secret key that a browser sent.
 */
export type CallerRefusal = "missing" | "project" | "invalid" | "expired" | "browser";

export type CallerOutcome =
  | { readonly ok: true; readonly caller: ApiCaller }
  | { readonly ok: false; readonly reason: CallerRefusal };

export type KeyOutcome =
  | { readonly ok: true; readonly verified: VerifiedToken; readonly ring: Keyring }
  | { readonly ok: false; readonly reason: CallerRefusal };

/**
 * Who sends a request of the app of a project. The bearer token decides (a user's, or a key's) and the key is what it
 * falls back to; each that is there must be good. A key or token of another project is as good as none.
 */
export async function resolveCaller(ref: string, given: PresentedCredentials): Promise<CallerOutcome> {
  const { apikey, bearer } = given;
  const tokens = [bearer, apikey].filter((token) => token !== null && token !== "") as string[];
  if (tokens.length === 0) return { ok: false, reason: "missing" };
  const outcomes: Extract<KeyOutcome, { ok: true }>[] = [];
  for (const token of new Set(tokens)) {
    const outcome = await resolveKey(token, ref);
    if (!outcome.ok) return outcome;
    if (outcome.verified.key?.kind === "secret" && given.isFromBrowser)
      return { ok: false, reason: "browser" };
    outcomes.push(outcome);
  }
  const [acting, key] = [outcomes[0], outcomes.at(-1)?.verified.key ?? null];
  if (acting === undefined) return { ok: false, reason: "missing" };
  if (outcomes.every(({ verified }) => verified.key === null) && hasLimitedPublicKey(acting.ring))
    return { ok: false, reason: "missing" };
  const counted = key ?? acting.verified.key;
  if (counted !== null) runtime().keyrings.used(acting.ring.projectId, counted.id);
  return { ok: true, caller: callerOf(acting.ring, acting.verified, counted) };
}

/** A user's token is wider than a limited key that it was got with: where apps have such keys, it is worth nothing without one. */
function hasLimitedPublicKey({ keys }: Keyring): boolean {
  return keys.some(({ kind, scopes }) => scopes !== null && roleOf(kind) === "anon");
}

/** Made once for a token and the key beside it, so that one caller's scope is one object as long as nothing changes. */
const callers = new WeakMap<
  VerifiedToken,
  { readonly key: ProjectKeyRow | null; readonly caller: ApiCaller }
>();

function callerOf(ring: Keyring, acting: VerifiedToken, key: ProjectKeyRow | null): ApiCaller {
  const known = callers.get(acting);
  if (known?.key === key && known.caller.scope.databaseId === ring.databaseId) return known.caller;
  const caller = toCaller(ring, acting, key);
  callers.set(acting, { key, caller });
  return caller;
}

/** What one token is worth in one project: a key, or a user's token. Verified once, and remembered while it is good. */
export async function resolveKey(token: string, ref: string): Promise<KeyOutcome> {
  const ring = await runtime().keyrings.find(ref);
  if (ring === null) return { ok: false, reason: "project" };
  const known = ring.verified.get(token);
  const verified = known ?? (await verify(token, ring));
  if (typeof verified === "string") return { ok: false, reason: verified };
  if (verified.expiresAt !== null && verified.expiresAt <= Date.now() / 1000)
    return { ok: false, reason: "expired" };
  const { expires_at: end = null } = verified.key ?? {};
  // As one that was revoked: no token that its holder could renew.
  if (end !== null && Date.parse(end) <= Date.now()) return { ok: false, reason: "invalid" };
  if (known === undefined) ring.verified.set(token, verified);
  return { ok: true, verified, ring };
}

/**
 * Whether a browser sent the request: only browsers say where a page comes from. `Sec-Fetch-Mode` is no sign, Node's own
 * fetch sends it.
 */
export function isFromBrowser(headers: Pick<Headers, "has" | "get">): boolean {
  return (
    headers.has("Origin") ||
    headers.has("Sec-Fetch-Site") ||
    headers.has("Sec-Fetch-Dest") ||
    /^Mozilla\//.test(headers.get("User-Agent") ?? "")
  );
}

async function verify(token: string, ring: Keyring): Promise<VerifiedToken | "invalid" | "expired"> {
  if (projectKeyKindOf(token) !== null) return byHash(token, ring) ?? "invalid";
  const key = ring.keys.find(({ id }) => id === projectKeyIdOf(token));
  return key === undefined ? byUserToken(token, ring) : byKeyToken(token, ring, key);
}

function byHash(token: string, ring: Keyring): VerifiedToken | null {
  const hash = hashToken(token).toString("hex");
  // Compared in plain: who could tell the time of it apart would learn about a hash, not about a token.
  const key = ring.keys.find(({ token_hash }) => token_hash === hash);
  if (key === undefined) return null;
  return { key, claims: { role: roleOf(key.kind), ref: ring.ref, iss: "rowhouse" }, expiresAt: null };
}

async function byKeyToken(
  token: string,
  ring: Keyring,
  key: ProjectKeyRow,
): Promise<VerifiedToken | "invalid"> {
  const { kind } = key;
  if (kind !== "anon" && kind !== "service_role") return "invalid";
  const claims = { projectId: ring.projectId, keyId: key.id, kind, ref: ring.ref };
  if (!(await isProjectKeyToken(token, claims, runtime().config.secret))) return "invalid";
  return { key, claims: { role: kind, ref: ring.ref, iss: "rowhouse" }, expiresAt: null };
}

async function byUserToken(token: string, ring: Keyring): Promise<VerifiedToken | "invalid" | "expired"> {
  const isStanding = ({ verifies_until: end }: Keyring["signingKeys"][number]) =>
    end === null || Date.parse(end) > Date.now();
  const keys = ring.signingKeys.filter(isStanding).map(({ id }) => ({ projectId: ring.projectId, id }));
  const verdict = await verifyUserToken(token, keys, runtime().config.secret);
  if (!verdict.ok) return verdict.reason;
  const { claims } = verdict;
  // A token for one step of signing in, or for another service, is no token of the data API.
  if (roleOfClaims(claims) === null) return "invalid";
  return { key: null, claims, expiresAt: claims.exp ?? 0 };
}

function roleOf(kind: ProjectKeyRow["kind"]): ApiRole {
  return kind === "anon" || kind === "publishable" ? "anon" : "service_role";
}

function roleOfClaims(claims: { readonly [claim: string]: unknown }): ApiRole | null {
  return claims.role === "authenticated" || claims.role === "anon" ? claims.role : null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function toCaller(ring: Keyring, acting: VerifiedToken, key: ProjectKeyRow | null): ApiCaller {
  const { claims } = acting;
  const apiRole = acting.key === null ? (roleOfClaims(claims ?? {}) ?? "anon") : roleOf(acting.key.kind);
  const subject = claims?.sub;
  const scope = openTenantScope({
    projectId: ring.projectId,
    databaseId: ring.databaseId,
    userId: null,
    // Of the project's roles: rows, no definitions. What it may do with rows is for rules and grants to say.
    role: "editor",
    apiRole,
    endUserId: typeof subject === "string" && uuid.test(subject) ? subject : null,
    jwt: claims,
    keyScopes: narrower(acting.key, key),
    keyIds: [...new Set([acting.key, key].flatMap((one) => (one === null ? [] : [one.id])))],
  });
  return { scope, ref: ring.ref, key: key === null ? null : { id: key.id, kind: key.kind } };
}

/** A user's token does not widen the key that it came with. */
function narrower(acting: ProjectKeyRow | null, key: ProjectKeyRow | null): TenantScope["keyScopes"] {
  return acting?.scopes ?? key?.scopes ?? null;
}
