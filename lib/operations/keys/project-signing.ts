import { type PublicJwk, publicJwk, signUserToken } from "#lib/auth/project-signing.ts";
import { runtime } from "#lib/runtime/runtime.ts";

/** Claims of a user's token, without those that the signing adds. */
export type UserTokenClaims = Parameters<typeof signUserToken>[0];

/** A token of an end user, signed with the project's present key. Null if there is no such project. */
export async function issueUserToken(ref: string, claims: UserTokenClaims): Promise<string | null> {
  const ring = await runtime().keyrings.find(ref);
  const current = ring?.signingKeys.find(({ verifies_until: end }) => end === null);
  if (ring === null || current === undefined) return null;
  return signUserToken(claims, { projectId: ring.projectId, id: current.id }, runtime().config.secret);
}

/** The project's public keys (RFC 7517, section 5): all whose tokens are good. Null if there is no such project. */
export async function projectJwks(ref: string): Promise<{ readonly keys: readonly PublicJwk[] } | null> {
  const ring = await runtime().keyrings.find(ref);
  if (ring === null) return null;
  const { secret } = runtime().config;
  return { keys: ring.signingKeys.map(({ id }) => publicJwk({ projectId: ring.projectId, id }, secret)) };
}
