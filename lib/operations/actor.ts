import type { UserId } from "#lib/db/scope.ts";

declare const brand: unique symbol;

/** Who proved to be whom, and with what: a browser's or bearer's session, or a personal access token. */
export interface Actor {
  readonly userId: UserId;
  readonly credential:
    | { readonly kind: "session"; readonly sessionId: string }
    | { readonly kind: "token"; readonly tokenId: string };
  readonly [brand]: "Actor";
}

/** Call it only where a credential has just been checked against the database (`authenticate`). */
export function openActor(userId: string, credential: Actor["credential"]): Actor {
  // The cast is the brand itself: this function is the one place that grants it.
  return { userId, credential } as unknown as Actor;
}
