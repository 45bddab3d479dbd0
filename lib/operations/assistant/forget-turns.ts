import { runtime } from "../../runtime/runtime.ts";
import { deleteTurns } from "../../store/assistant/assistant-turn.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";

/** Forgets what was asked of the assistant; the tables stay as they are. */
export async function forgetTurns(actor: Actor, databaseId: string): Promise<{ forgotten: number }> {
  const scope = await authorize(actor, databaseId, "editor");
  const { rows } = await runtime().database.query(scope, deleteTurns(scope));
  return { forgotten: rows.length };
}
