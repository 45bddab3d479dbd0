import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "#lib/derive-key.ts";

/** Which token of which session a refresh token is. */
export interface RefreshTokenClaims {
  readonly sessionId: string;
  /** Counts up with every rotation. */
  readonly counter: number;
}

const prefix = "rh_ref_";
const macBytes = 32;

/**
 * The refresh token with a number. It is computed, not stored: a copy of the database holds none, and a client that
 * lost an answer can be given the very same token again.
 *
 * @param projectId a token of one project is worth nothing in another.
 */
export function signRefreshToken(claims: RefreshTokenClaims, projectId: string, secret: string): string {
  const payload = payloadOf(claims);
  return prefix + Buffer.concat([payload, mac(payload, projectId, secret)]).toString("base64url");
}

/** Null for a token that is forged, damaged or of another project. */
export function verifyRefreshToken(
  token: string,
  projectId: string,
  secret: string,
): RefreshTokenClaims | null {
  if (!token.startsWith(prefix) || token.length > 200) return null;
  const bytes = Buffer.from(token.slice(prefix.length), "base64url");
  if (bytes.length !== 24 + macBytes) return null;
  const payload = bytes.subarray(0, 24);
  if (!timingSafeEqual(bytes.subarray(24), mac(payload, projectId, secret))) return null;
  const hex = payload.subarray(0, 16).toString("hex");
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { sessionId, counter: Number(payload.readBigUInt64BE(16)) };
}

function payloadOf({ sessionId, counter }: RefreshTokenClaims): Buffer {
  const payload = Buffer.alloc(24);
  payload.write(sessionId.replaceAll("-", ""), "hex");
  payload.writeBigUInt64BE(BigInt(counter), 16);
  return payload;
}

function mac(payload: Uint8Array, projectId: string, secret: string): Buffer {
  const key = deriveKey(secret, `refresh-token:${projectId}`, 32);
  return createHmac("sha256", key).update(payload).digest();
}
