import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { type ChosenChanges, chooseChanges } from "#lib/catalog/changes/choose-changes.ts";
import { squashChanges } from "#lib/catalog/changes/squash-changes.ts";
import type { Change, Schema } from "#lib/catalog/types.ts";

/** What is to become of a database: changes of which some may be left out. */
export interface Draft {
  readonly changes: readonly Change[];
  /** Keys of changes that are not wanted. */
  readonly leftOut: readonly string[];
}

/** A draft and the way to it. */
export interface DraftState extends Draft {
  readonly past: readonly Draft[];
  readonly future: readonly Draft[];
}

export const blankDraft: DraftState = { changes: [], leftOut: [], past: [], future: [] };

const stepsMax = 100;

export type EditResult =
  | { readonly ok: true; readonly state: DraftState }
  | { readonly ok: false; readonly message: string };

/** Stays the same for as long as the change is. */
export function changeKey(change: Change): string {
  return JSON.stringify(change);
}

/** The changes that are wanted and can be made, with the schema that they lead to. */
export function chosenOf(base: Schema, { changes, leftOut }: Draft): ChosenChanges {
  return chooseChanges(base, changes, (change) => !leftOut.includes(changeKey(change)));
}

/** What a turn proposes on top of what was chosen; what was left out until then is forgotten. */
export function propose(base: Schema, state: DraftState, proposed: readonly Change[]): EditResult {
  const { changes } = chosenOf(base, state);
  return become(base, state, [...changes, ...proposed], []);
}

/** A person's own change of the draft. */
export function edit(base: Schema, state: DraftState, changes: readonly Change[]): EditResult {
  return become(base, state, [...state.changes, ...changes], state.leftOut);
}

function become(
  base: Schema,
  state: DraftState,
  changes: readonly Change[],
  leftOut: readonly string[],
): EditResult {
  const squashed = squashChanges(base, changes);
  if (!squashed.ok) return { ok: false, message: squashed.issues[0]?.message ?? "That cannot be changed." };
  const keys = new Set(squashed.changes.map(changeKey));
  const next = { changes: squashed.changes, leftOut: leftOut.filter((key) => keys.has(key)) };
  return { ok: true, state: step(state, next) };
}

/** Leaves a change out, or takes it in again. */
export function toggle(state: DraftState, change: Change): DraftState {
  const key = changeKey(change);
  const leftOut = state.leftOut.includes(key)
    ? state.leftOut.filter((other) => other !== key)
    : [...state.leftOut, key];
  return step(state, { changes: state.changes, leftOut });
}

export function undo(state: DraftState): DraftState {
  const last = state.past.at(-1);
  if (last === undefined) return state;
  return { ...last, past: state.past.slice(0, -1), future: [draftOf(state), ...state.future] };
}

export function redo(state: DraftState): DraftState {
  const [next, ...future] = state.future;
  return next === undefined ? state : { ...next, past: [...state.past, draftOf(state)], future };
}

/** The draft on tables that somebody else has changed meanwhile; refused when it does not fit them any more. */
export function rebase(base: Schema, state: DraftState): EditResult {
  const applied = applyChanges(base, state.changes);
  if (!applied.ok) return { ok: false, message: applied.issues[0]?.message ?? "It does not fit any more." };
  return become(base, { ...state, past: [], future: [] }, state.changes, state.leftOut);
}

function step(state: DraftState, next: Draft): DraftState {
  return { ...next, past: [...state.past, draftOf(state)].slice(-stepsMax), future: [] };
}

function draftOf({ changes, leftOut }: DraftState): Draft {
  return { changes, leftOut };
}
