import type { Positions } from "#components/canvas/canvas-types.ts";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import type { Dropped } from "#lib/catalog/changes/change-draft.ts";
import { foldChange } from "#lib/catalog/changes/fold-change.ts";
import type { Change, Position, Table } from "#lib/catalog/types.ts";
import type { Issue } from "#lib/errors/app-error.ts";

/** The schema that a draft is made on. */
export interface DraftBase {
  readonly version: number;
  readonly tables: readonly Table[];
  readonly positions: Positions;
}

/** Changes on their way: what they are made on, what they are, and the way back and forth through them. */
export interface DraftState {
  readonly base: DraftBase;
  readonly dropped: Dropped;
  readonly changes: readonly Change[];
  readonly past: readonly (readonly Change[])[];
  readonly future: readonly (readonly Change[])[];
}

export type EditResult =
  | { readonly ok: true; readonly state: DraftState }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const stepsMax = 200;

export function startState(base: DraftBase, changes: readonly Change[] = []): DraftState {
  return { base, dropped: {}, changes, past: [], future: [] };
}

/** The draft with more changes, as one step; or why they cannot be made. */
export function edit(state: DraftState, more: readonly Change[]): EditResult {
  const schema = { tables: state.base.tables };
  let changes = state.changes;
  for (const change of more) changes = foldChange(schema, changes, change, state.dropped);
  const applied = applyChanges(schema, changes, state.dropped);
  if (!applied.ok) return { ok: false, issues: applied.issues };
  return { ok: true, state: step(state, changes) };
}

function step(state: DraftState, changes: readonly Change[]): DraftState {
  return { ...state, changes, past: [...state.past, state.changes].slice(-stepsMax), future: [] };
}

export function undo(state: DraftState): DraftState {
  const changes = state.past.at(-1);
  if (changes === undefined) return state;
  return { ...state, changes, past: state.past.slice(0, -1), future: [state.changes, ...state.future] };
}

export function redo(state: DraftState): DraftState {
  const [changes, ...future] = state.future;
  if (changes === undefined) return state;
  return { ...state, changes, past: [...state.past, state.changes], future };
}

/** Without one change, and without those that cannot be made any more because of that. */
export function discard(state: DraftState, index: number): DraftState {
  const schema = { tables: state.base.tables };
  let kept: readonly Change[] = state.changes.slice(0, index);
  for (const change of state.changes.slice(index + 1)) {
    const more = [...kept, change];
    if (applyChanges(schema, more, state.dropped).ok) kept = more;
  }
  return step(state, kept);
}

/** Nothing but where tables stand. */
export function isLayout(changes: readonly Change[]): boolean {
  return changes.every(({ kind }) => kind === "move_table");
}

/** Those that a person would count as changes of the schema. */
export function schemaChanges(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ kind }) => kind !== "move_table");
}

/** The tables as the changes make them; null where they cannot be made on this base. */
export function draftTables({ base, changes, dropped }: DraftState): readonly Table[] | null {
  const applied = applyChanges({ tables: base.tables }, changes, dropped);
  return applied.ok ? applied.schema.tables : null;
}

export function draftPositions({ base, changes }: Pick<DraftState, "base" | "changes">): Positions {
  const positions = new Map<string, Position>(Object.entries(base.positions));
  for (const change of changes) {
    if (change.kind === "move_table") positions.set(change.table, change.position);
    if (change.kind === "create_table" && change.position) positions.set(change.table.name, change.position);
    if (change.kind === "drop_table") positions.delete(change.table);
    if (change.kind !== "rename_table") continue;
    const position = positions.get(change.table);
    positions.delete(change.table);
    if (position !== undefined) positions.set(change.to, position);
  }
  return Object.fromEntries(positions);
}

/**
 * Moves that keep tables where they are seen, of all that nobody has put anywhere yet: else the next layout would put
 * them elsewhere, around the one that was moved.
 */
export function pinned(
  { base, changes }: DraftState,
  seen: Positions,
  tables: readonly Table[],
): readonly Change[] {
  const known = draftPositions({ base, changes });
  return tables.flatMap(({ name }): Change[] => {
    const position = seen[name];
    return Object.hasOwn(known, name) || position === undefined
      ? []
      : [{ kind: "move_table", table: name, position }];
  });
}
