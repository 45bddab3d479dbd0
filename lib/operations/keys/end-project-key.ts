import type { TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertProjectActivity } from "#lib/store/organizations/activity.ts";
import { endKey, findKey, type ProjectKey } from "#lib/store/projects/project-key.ts";
import type { Actor } from "../actor.ts";
import { authorizeProject, notFound } from "../authorize.ts";
import { refuseAutomation, storeKey } from "./create-project-key.ts";
import { keysChanged } from "./keys-changed.ts";
import type { ShownProjectKey } from "./project-keys.ts";

/** Ends a key: on every server at once. @throws {AppError} RH004, RH102 below admin. */
export async function revokeProjectKey(actor: Actor, projectId: string, keyId: string): Promise<void> {
  const { scope } = await authorizeProject(actor, projectId, "admin");
  const { name, kind } = await keyWithId(scope, keyId);
  await runtime().database.transaction(scope, async (tx) => {
    const { rowCount } = await tx.query(endKey(scope, keyId, null));
    if (rowCount === 0) throw notFound("key", keyId);
    const event = { kind: "key_revoked", details: { name, key_kind: kind } } as const;
    await tx.query(insertProjectActivity(scope, event));
  });
  await keysChanged(scope);
}

/** Time enough to bring the new key everywhere. */
const overlapSecondsDefault = 24 * 60 * 60;

/**
 * Makes a key that takes another's place; the old one goes on for a while, so that nothing breaks meanwhile.
 *
 * @throws {AppError} RH004, RH102 below admin.
 */
export async function rotateProjectKey(
  actor: Actor,
  projectId: string,
  keyId: string,
  { overlap_seconds: overlap = overlapSecondsDefault }: { readonly overlap_seconds?: number },
): Promise<ShownProjectKey> {
  refuseAutomation(actor);
  const { scope, ref } = await authorizeProject(actor, projectId, "admin");
  const old = await keyWithId(scope, keyId);
  const { kind, name, scopes, expires_at: expiresAt } = old;
  const end = new Date(Date.now() + overlap * 1000).toISOString();
  return storeKey(scope, ref, {
    key: { kind, name, scopes, expiresAt, replaces: old.id },
    event: "key_rotated",
    within: async (tx) => {
      const { rowCount } = await tx.query(endKey(scope, keyId, overlap === 0 ? null : end));
      // Somebody has ended it just now: what had to stop must not go on under another token.
      if (rowCount === 0) throw notFound("key", keyId);
    },
  });
}

async function keyWithId(scope: TenantScope, keyId: string): Promise<ProjectKey> {
  const { rows } = await runtime().database.query<ProjectKey>(scope, findKey(scope, keyId));
  const [found] = rows;
  if (found === undefined) throw notFound("key", keyId);
  return found;
}
