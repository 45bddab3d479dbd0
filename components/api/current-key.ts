import type { ProjectKey } from "./types.ts";

/** The newest key of a kind, with its token: one that was rotated goes on for a while, and is not to be handed out. */
export function currentKey(
  keys: readonly ProjectKey[],
  kind: ProjectKey["kind"],
): (ProjectKey & { readonly token: string }) | null {
  const [newest] = keys
    .filter((key): key is ProjectKey & { readonly token: string } => key.kind === kind && key.token !== null)
    .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
  return newest ?? null;
}
