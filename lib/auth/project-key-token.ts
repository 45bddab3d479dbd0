import { decodeJwt, jwtVerify, SignJWT } from "jose";
import { deriveKey } from "#lib/derive-key.ts";

export type ProjectKeyKind = "anon" | "service_role";

/** One key of a project, as its token says it. */
export interface ProjectKeyClaims {
  readonly projectId: string;
  /** The row in `project_keys`: revoking it ends every token of it. */
  readonly keyId: string;
  readonly kind: ProjectKeyKind;
  readonly ref: string;
}

const issuer = "rowhouse";
const lifetimeSeconds = 10 * 365 * 24 * 60 * 60;

/**
 * The token of one project key, in the shape that Supabase's clients expect (`role`, `ref`, `iss`, `iat`, `exp`). Made
 * anew whenever it is shown, never stored: the same row gives the same token.
 */
export async function signProjectKey(
  key: ProjectKeyClaims,
  createdAt: Date,
  secret: string,
): Promise<string> {
  const issuedAt = Math.floor(createdAt.getTime() / 1000);
  return new SignJWT({ role: key.kind, ref: key.ref, kid: key.keyId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(keyOf(key, secret));
}

/** The id of the key that a token claims to be of, unverified: which row to look at. Null: it is no token of a key. */
export function projectKeyIdOf(token: string): string | null {
  try {
    const { kid } = decodeJwt<{ kid?: unknown }>(token);
    return typeof kid === "string" ? kid : null;
  } catch {
    // No JWT: what else it may be is for the caller to find out.
    return null;
  }
}

/** Of which project a token claims to be a key, unverified: for words alone. Null: it does not say that it is one. */
export function projectRefOf(token: string): string | null {
  try {
    const { iss, ref } = decodeJwt<{ ref?: unknown }>(token);
    return iss === issuer && typeof ref === "string" ? ref : null;
  } catch {
    // No JWT.
    return null;
  }
}

/** Whether the token is the one of this very key. */
export async function isProjectKeyToken(
  token: string,
  key: ProjectKeyClaims,
  secret: string,
): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, keyOf(key, secret), { algorithms: ["HS256"], issuer });
    return payload.role === key.kind && payload.ref === key.ref;
  } catch {
    // Why it failed helps only whoever forges it.
    return false;
  }
}

// Per project and key: a token of one project is worth nothing in another, and a rotated key takes its tokens along.
function keyOf(key: Pick<ProjectKeyClaims, "projectId" | "keyId">, secret: string): Uint8Array {
  return deriveKey(secret, `project-key:${key.projectId}:${key.keyId}`, 32);
}
