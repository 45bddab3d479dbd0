import { runtime } from "#lib/runtime/runtime.ts";
import * as store from "#lib/store/account/personal-access-token.ts";
import type { Actor } from "../actor.ts";
import { notFound } from "../authorize.ts";

/** Ends a token of the actor's at once. @throws {AppError} RH004 if it is not theirs, or ended already. */
export async function revokePersonalAccessToken(actor: Actor, tokenId: string): Promise<void> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const statement = store.revokePersonalAccessToken(tokenId, actor.userId);
  const { rowCount } = await runtime().database.query(scope, statement);
  if (rowCount === 0) throw notFound("token", tokenId);
}
