import { createHash, createHmac, randomBytes, randomInt } from "node:crypto";
import { deriveKey } from "#lib/derive-key.ts";

/** Marks the link of a PKCE flow: it leads to a code for the browser that began, not to a session. */
const pkcePrefix = "pkce_";

/** What is sent: the link's token, and a code for typing. */
export interface OneTimeSecret {
  readonly token: string;
  readonly code: string;
}

/** @param digits of the code, 6 to 10. */
export function newOneTimeSecret(digits: number, isPkce: boolean): OneTimeSecret {
  const token = newLinkToken();
  const code = Array.from({ length: digits }, () => randomInt(10)).join("");
  return { token: isPkce ? pkcePrefix + token : token, code };
}

/** What a link carries: 224 random bits. */
export function newLinkToken(): string {
  return randomBytes(28).toString("hex");
}

/** The code that a PKCE flow is finished with. */
export function newAuthCode(): string {
  return randomBytes(24).toString("base64url");
}

export function isPkceToken(token: string): boolean {
  return token.startsWith(pkcePrefix);
}

/** What is stored of a link's token or an exchange code. */
export function hashLinkToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** What is stored of a code. With a key that the database does not hold: six digits are soon tried out. */
export function hashCode(code: string, projectId: string, userId: string, secret: string): Buffer {
  const key = deriveKey(secret, `one-time-code:${projectId}`, 32);
  return createHmac("sha256", key).update(`${userId} ${code}`).digest();
}
