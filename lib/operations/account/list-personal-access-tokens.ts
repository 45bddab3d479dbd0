import { runtime } from "#lib/runtime/runtime.ts";
import * as store from "#lib/store/account/personal-access-token.ts";
import type { Actor } from "../actor.ts";
import type { Page, PageRequest } from "../page.ts";

/** The actor's tokens that were not revoked, newest first; never the tokens themselves. */
export async function listPersonalAccessTokens(
  actor: Actor,
  page: PageRequest,
): Promise<Page<store.PersonalAccessToken>> {
  const scope = { kind: "user", userId: actor.userId } as const;
  return runtime().database.transaction(scope, async (tx) => {
    const [tokens, count] = await Promise.all([
      tx.query<store.PersonalAccessToken>(store.listPersonalAccessTokens(actor.userId, page)),
      tx.query<{ total: number }>(store.countPersonalAccessTokens(actor.userId)),
    ]);
    return { items: tokens.rows, total: count.rows[0]?.total ?? 0, ...page };
  });
}
