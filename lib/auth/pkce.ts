import { createHash, timingSafeEqual } from "node:crypto";
import { authError } from "./auth-error.ts";

/** What a client keeps back until the end of a flow, in the form that it shows at the beginning. */
export interface CodeChallenge {
  readonly challenge: string;
  readonly method: "s256" | "plain";
}

/**
 * The challenge in a request; null if the flow has none.
 *
 * @throws {AppError} validation_failed if it is not as RFC 7636 wants it.
 */
export function readCodeChallenge(
  challenge: string | undefined,
  method: string | undefined,
): CodeChallenge | null {
  if (!challenge && !method) return null;
  if (!challenge || !method) {
    throw authError(
      "validation_failed",
      "PKCE flow requires code_challenge_method and code_challenge to be specified",
    );
  }
  const name = method.toLowerCase();
  if (name !== "s256" && name !== "plain") {
    throw authError("validation_failed", "code_challenge_method must be one of s256, plain");
  }
  if (challenge.length < 43 || challenge.length > 128) {
    throw authError("validation_failed", "code challenge has to be between 43 and 128 characters");
  }
  if (!/^[A-Za-z0-9._~-]+$/.test(challenge)) {
    throw authError(
      "validation_failed",
      "code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes",
    );
  }
  return { challenge, method: name };
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.6 */
export function isRightVerifier({ challenge, method }: CodeChallenge, verifier: string): boolean {
  const given = method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  const left = createHash("sha256").update(given).digest();
  return timingSafeEqual(left, createHash("sha256").update(challenge).digest());
}
