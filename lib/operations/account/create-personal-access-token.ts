import { randomUUID } from "node:crypto";
import { hashToken, newPersonalAccessToken } from "#lib/auth/opaque-token.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  insertPersonalAccessToken,
  type PersonalAccessToken,
} from "#lib/store/account/personal-access-token.ts";
import type { Actor } from "../actor.ts";

export interface CreatePersonalAccessTokenInput {
  readonly name: string;
  /** RFC 3339; absent or null: it does not end by itself. */
  readonly expires_at?: string | null;
}

export interface CreatedPersonalAccessToken extends PersonalAccessToken {
  /** Shown this once. */
  readonly token: string;
}

/**
 * Makes a token for automation, which may do what its owner may.
 *
 * @throws {AppError} RH102 when asked by such a token: a leaked one must not outlive its own revocation.
 */
export async function createPersonalAccessToken(
  actor: Actor,
  input: CreatePersonalAccessTokenInput,
): Promise<CreatedPersonalAccessToken> {
  if (actor.credential.kind === "token") {
    throw new AppError("RH102", "A personal access token cannot make another.", { hint: "Sign in first." });
  }
  const token = newPersonalAccessToken();
  const statement = insertPersonalAccessToken({
    id: randomUUID(),
    userId: actor.userId,
    name: input.name.trim(),
    tokenHash: hashToken(token),
    expiresAt: expiryOf(input.expires_at ?? null),
  });
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<PersonalAccessToken>(scope, statement);
  const [row] = rows;
  if (row === undefined) throw new AppError("RH000", "The token was not stored.");
  return { ...row, token };
}

function expiryOf(given: string | null): string | null {
  if (given === null) return null;
  const time = Date.parse(given);
  if (Number.isNaN(time)) throw invalidInput([{ path: "/expires_at", message: "must be a point in time" }]);
  if (time <= Date.now()) throw invalidInput([{ path: "/expires_at", message: "must lie in the future" }]);
  return new Date(time).toISOString();
}
