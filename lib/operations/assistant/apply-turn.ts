import { undoChanges } from "../../catalog/changes/undo-changes.ts";
import { parseChanges } from "../../catalog/checks/validate-schema.ts";
import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type AssistantTurn, markApplied, selectTurn } from "../../store/assistant/assistant-turn.ts";
import type { Actor } from "../actor.ts";
import { authorize, notFound } from "../authorize.ts";
import type { AppliedSchema } from "../schema/applied-schema.ts";
import { applyInScope } from "../schema/apply-schema.ts";

export interface ApplyTurnInput {
  /** Those that were chosen, of this turn and those before it. */
  readonly changes: readonly Change[];
  /** The version that they were made for. */
  readonly base_version: number;
}

/**
 * Applies what a person chose of a conversation, and keeps with its last turn how to take it back.
 *
 * @throws {AppError} RH004; else as `applySchema`.
 */
export async function applyTurn(
  actor: Actor,
  databaseId: string,
  turnId: string,
  input: ApplyTurnInput,
): Promise<AppliedSchema> {
  const scope = await authorize(actor, databaseId, "editor");
  await requireTurn(scope, turnId);
  const catalog = await runtime().catalogs.get(scope);
  // What is refused as stale, or as malformed, never gets as far as being kept.
  const before = { tables: catalog.tables.map(({ definition }) => definition) };
  const applied = await applyInScope(scope, input);
  const parsed = parseChanges(input.changes);
  const changes = parsed.ok ? parsed.value : input.changes;
  const undo = catalog.version === input.base_version ? undoChanges(before, changes) : null;
  await runtime().database.query(
    scope,
    markApplied(scope, turnId, { changes, undo, version: applied.version }),
  );
  return applied;
}

/** @throws {AppError} RH004 */
export async function requireTurn(scope: TenantScope, turnId: string): Promise<AssistantTurn> {
  const { rows } = await runtime().database.query<AssistantTurn>(scope, selectTurn(scope, turnId), {
    readOnly: true,
  });
  const [turn] = rows;
  if (turn === undefined) throw notFound("turn", turnId);
  return turn;
}
