import { signProjectKey } from "#lib/auth/project-key-token.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { ProjectKey } from "#lib/store/projects/project-key.ts";
import { type ScopesByName, scopesByName } from "./key-scopes.ts";

/** A key with the token that clients send; null where it was shown once and only its hash is known. */
export interface ProjectKeyWithToken extends ProjectKey {
  readonly token: string | null;
}

/** The same, with the names that its tables have now. */
export interface ShownProjectKey extends Omit<ProjectKeyWithToken, "scopes"> {
  readonly scopes: ScopesByName | null;
}

/** Keys as they are shown to administrators. */
export async function shownKeys(
  scope: TenantScope,
  ref: string,
  keys: readonly ProjectKey[],
): Promise<ShownProjectKey[]> {
  const signed = await withTokens(keys, { id: scope.projectId, ref });
  if (keys.every(({ scopes }) => scopes === null)) return signed.map((key) => ({ ...key, scopes: null }));
  const catalog = await runtime().catalogs.get(scope);
  return signed.map((key) => ({
    ...key,
    scopes: key.scopes === null ? null : scopesByName(catalog, key.scopes),
  }));
}

/** Signs the tokens of stored keys. */
export function withTokens(
  keys: readonly ProjectKey[],
  project: { id: string; ref: string },
): Promise<ProjectKeyWithToken[]> {
  const { secret } = runtime().config;
  return Promise.all(
    keys.map(async (key) => {
      const { kind } = key;
      if (kind !== "anon" && kind !== "service_role") return { ...key, token: null };
      const claims = { projectId: project.id, keyId: key.id, kind, ref: project.ref };
      return { ...key, token: await signProjectKey(claims, new Date(key.created_at), secret) };
    }),
  );
}
