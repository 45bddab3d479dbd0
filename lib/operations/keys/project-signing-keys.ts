import { randomUUID } from "node:crypto";
import { publicJwk, userTokenSecondsMax } from "#lib/auth/project-signing.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  insertSigningKey,
  listSigningKeys,
  type ProjectSigningKey,
  retireSigningKey,
} from "#lib/store/projects/project-signing-key.ts";
import type { Actor } from "../actor.ts";
import { authorizeProject } from "../authorize.ts";
import { keysChanged } from "./keys-changed.ts";

/** A key of users' tokens with what others verify by. */
export interface SigningKeyView extends ProjectSigningKey {
  readonly public_jwk: ReturnType<typeof publicJwk>;
}

/** The signing key first, then those whose tokens are still good. Needs the role admin. */
export async function listProjectSigningKeys(
  actor: Actor,
  projectId: string,
): Promise<{ readonly items: readonly SigningKeyView[] }> {
  const { scope } = await authorizeProject(actor, projectId, "admin");
  return { items: await signingKeys(scope) };
}

/**
 * Signs with a new key from now on. Tokens of the old one stay good until they expire, unless it has leaked: then they
 * are worth nothing at once, and every app refreshes its session or signs in anew.
 */
export async function rotateSigningKey(
  actor: Actor,
  projectId: string,
  { leaked = false }: { readonly leaked?: boolean },
): Promise<{ readonly items: readonly SigningKeyView[] }> {
  const { scope } = await authorizeProject(actor, projectId, "admin");
  await runtime().database.transaction(scope, async (tx) => {
    await tx.query(retireSigningKey(scope, leaked ? 0 : userTokenSecondsMax));
    await tx.query(insertSigningKey(scope, randomUUID()));
  });
  await keysChanged(scope);
  return { items: await signingKeys(scope) };
}

async function signingKeys(scope: TenantScope): Promise<readonly SigningKeyView[]> {
  const { rows } = await runtime().database.query<ProjectSigningKey>(scope, listSigningKeys(scope));
  const { secret } = runtime().config;
  return rows.map((row) => ({
    ...row,
    public_jwk: publicJwk({ projectId: scope.projectId, id: row.id }, secret),
  }));
}
