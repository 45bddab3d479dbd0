import { SignJWT } from "jose";
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

// Per project and key: a token of one project is worth nothing in another, and a rotated key takes its tokens along.
function keyOf(key: Pick<ProjectKeyClaims, "projectId" | "keyId">, secret: string): Uint8Array {
  return deriveKey(secret, `project-key:${key.projectId}:${key.keyId}`, 32);
}
