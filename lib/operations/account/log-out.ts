import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { revokeSession } from "#lib/store/account/session.ts";
import type { Actor } from "../actor.ts";

/** Ends the session that the request came with: its token is worth nothing from now on. */
export async function logOut(actor: Actor): Promise<void> {
  if (actor.credential.kind === "token") {
    throw new AppError("RH002", "A personal access token has no session to end.", {
      hint: "Revoke it with DELETE /api/tokens/<id>.",
    });
  }
  const scope = { kind: "user", userId: actor.userId } as const;
  await runtime().database.query(scope, revokeSession(actor.credential.sessionId));
}
