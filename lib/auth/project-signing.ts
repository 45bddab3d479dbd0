import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { deriveKey } from "#lib/derive-key.ts";

/** A key that signs the tokens of one project's users, or has signed some that are still good. */
export interface SigningKey {
  readonly projectId: string;
  /** The token's `kid`. */
  readonly id: string;
}

/** The public half as a JWK (RFC 7517), as the project's JWKS lists it. */
export interface PublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: "ES256";
  readonly use: "sig";
  readonly key_ops: readonly ["verify"];
}

export type TokenVerdict =
  | { readonly ok: true; readonly claims: JWTPayload }
  | { readonly ok: false; readonly reason: "invalid" | "expired" };

/** Longest life of a user's token. A key that was rotated out verifies for so long, which signs nobody out. */
export const userTokenSecondsMax = 7 * 24 * 60 * 60;

/** Seconds by which clocks of servers may differ. */
const clockToleranceSeconds = 30;

/**
 * Signs a token of an end user. The claims are the caller's: `sub`, `role`, `aud`, `iss`, `iat`, `exp`, `session_id` …
 *
 * @throws {RangeError} if it would live longer than `userTokenSecondsMax`, past which a rotated key is gone.
 */
export async function signUserToken(claims: JWTPayload, key: SigningKey, secret: string): Promise<string> {
  const { iat, exp } = claims;
  if (iat === undefined || exp === undefined || exp - iat > userTokenSecondsMax)
    throw new RangeError("a token needs iat and exp, at most a week apart");
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: key.id })
    .sign(privateKey(key, secret));
}

/** Verifies a token by the one of the keys that its header names. */
export async function verifyUserToken(
  token: string,
  keys: readonly SigningKey[],
  secret: string,
): Promise<TokenVerdict> {
  const kid = keyIdOf(token);
  const key = keys.find(({ id }) => id === kid);
  if (key === undefined) return { ok: false, reason: "invalid" };
  try {
    const { payload } = await jwtVerify(token, createPublicKey(privateKey(key, secret)), {
      algorithms: ["ES256"],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["exp"],
    });
    return { ok: true, claims: payload };
  } catch (error) {
    return { ok: false, reason: error instanceof errors.JWTExpired ? "expired" : "invalid" };
  }
}

/** The `kid` of a token's header, unverified; null when it has none. */
function keyIdOf(token: string): string | null {
  try {
    return decodeProtectedHeader(token).kid ?? null;
  } catch {
    // Not a JWT at all: the caller only asks which key it may be of.
    return null;
  }
}

/** What `/.well-known/jwks.json` lists, so that others can verify a token without asking. */
export function publicJwk(key: SigningKey, secret: string): PublicJwk {
  const { x = "", y = "" } = createPublicKey(privateKey(key, secret)).export({ format: "jwk" });
  return { kty: "EC", crv: "P-256", x, y, kid: key.id, alg: "ES256", use: "sig", key_ops: ["verify"] };
}

/** The order of P-256's group (FIPS 186-5). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The private key, derived and never stored: a copy of the database can sign nothing, and all servers agree.
 * 48 bytes are reduced modulo the order, so that no value is likelier than another (FIPS 186-5, A.2.1).
 */
function privateKey({ projectId, id }: SigningKey, secret: string): KeyObject {
  const bytes = deriveKey(secret, `project-signing:${projectId}:${id}`, 48);
  const scalar = (BigInt(`0x${Buffer.from(bytes).toString("hex")}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: d.toString("base64url"),
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  return createPrivateKey({ key: jwk, format: "jwk" });
}
