import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { markUndone } from "../../store/assistant/assistant-turn.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { AppliedSchema } from "../schema/applied-schema.ts";
import { applyInScope } from "../schema/apply-schema.ts";
import { requireTurn } from "./apply-turn.ts";

export interface UndoTurnInput {
  /** Says what would happen to rows, and does nothing. */
  readonly dry_run?: boolean;
}

/**
 * Takes back what was applied of a turn, in the tables as they are now: what it made goes to the trash, what it dropped
 * is restored.
 *
 * @throws {AppError} RH004; RH206 when there is nothing to take back; else as `applySchema`, when later changes are in the way.
 */
export async function undoTurn(
  actor: Actor,
  databaseId: string,
  turnId: string,
  { dry_run = false }: UndoTurnInput,
): Promise<AppliedSchema> {
  const scope = await authorize(actor, databaseId, "editor");
  const { applied, undone_at } = await requireTurn(scope, turnId);
  if (applied === null) throw refused("Nothing of this turn was applied.");
  if (undone_at !== null) throw refused("This turn was taken back already.");
  if (applied.undo === null) throw refused("Nothing leads back from these changes.");
  const undone = await applyInScope(scope, { changes: applied.undo, dry_run });
  if (!dry_run) await runtime().database.query(scope, markUndone(scope, turnId));
  return undone;
}

function refused(message: string): AppError {
  return new AppError("RH206", message, {
    status: 409,
    hint: "The builder and the trash show what can be changed back by hand.",
  });
}
