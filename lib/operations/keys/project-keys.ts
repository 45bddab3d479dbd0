import { signProjectKey } from "#lib/auth/project-key-token.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { ProjectKey } from "#lib/store/projects/project-key.ts";

/** A key with the token that clients send; null where it was shown once and only its hash is known. */
export interface ProjectKeyWithToken extends ProjectKey {
  readonly token: string | null;
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
