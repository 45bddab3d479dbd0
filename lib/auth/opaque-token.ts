import { createHash, randomBytes } from "node:crypto";

const personalPrefix = "rh_pat_";

/** A token for automation, shown once; only its hash is stored. */
export function newPersonalAccessToken(): string {
  return newToken(personalPrefix);
}

/** A key that may be shown in a browser, or one that may not; shown once, and only its hash is stored. */
export function newProjectKey(kind: "publishable" | "secret"): string {
  return newToken(`rh_${kind}_`);
}

/** `publishable` or `secret` by the key's own prefix; null for anything else. */
export function projectKeyKindOf(token: string): "publishable" | "secret" | null {
  return (/^rh_(publishable|secret)_/.exec(token)?.[1] as "publishable" | "secret" | undefined) ?? null;
}

export function isPersonalAccessToken(token: string): boolean {
  return token.startsWith(personalPrefix);
}

/** What is stored of an opaque token. No salt and no slow hash: 256 random bits cannot be guessed. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function newToken(prefix: string): string {
  return prefix + randomBytes(32).toString("base64url");
}
