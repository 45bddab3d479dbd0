import type { Change, Schema } from "../types.ts";
import { applyChange, applyChanges } from "./apply-changes.ts";
import { startDraft } from "./change-draft.ts";

/** What becomes of one change when only some of a list are made. */
export type Choice =
  | { readonly kind: "made" }
  | { readonly kind: "left_out" }
  /** It stands on a change that is left out. */
  | { readonly kind: "impossible"; readonly reason: string };

export interface ChosenChanges {
  /** One for each change, in their order. */
  readonly choices: readonly Choice[];
  /** Those that are made. */
  readonly changes: readonly Change[];
  /** `base` with these. */
  readonly schema: Schema;
}

/** The part of a list of changes that somebody wants, without what cannot be made when the rest is left out. */
export function chooseChanges(
  base: Schema,
  changes: readonly Change[],
  isWanted: (change: Change) => boolean,
): ChosenChanges {
  const draft = startDraft(base.tables);
  const choices = changes.map((change): Choice => {
    if (!isWanted(change)) return { kind: "left_out" };
    const [refusal] = applyChange(draft, change);
    return refusal === undefined ? { kind: "made" } : { kind: "impossible", reason: refusal.message };
  });
  return whole(base, changes, choices);
}

/** A reference to what is left out is found only when all changes are made: who brought it has to go too. */
function whole(base: Schema, changes: readonly Change[], choices: readonly Choice[]): ChosenChanges {
  const places = choices.flatMap(({ kind }, index) => (kind === "made" ? [index] : []));
  const made = changes.filter((_, index) => places.includes(index));
  const applied = applyChanges(base, made);
  if (applied.ok) return { choices, changes: made, schema: applied.schema };
  const [issue] = applied.issues;
  const culprit = places[Number(issue?.path.split("/")[1] || 0)];
  const impossible: Choice = { kind: "impossible", reason: issue?.message ?? "" };
  return whole(base, changes, choices.with(culprit ?? 0, impossible));
}
