import type { Positions } from "#components/canvas/canvas-types.ts";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import type { Change, Table } from "#lib/catalog/types.ts";
import type { DraftBase } from "./draft-state.ts";

interface StoredDraft {
  readonly base: DraftBase;
  readonly changes: readonly Change[];
}

function keyOf(databaseId: string): string {
  return `rowhouse.builder.${databaseId}`;
}

/** Keeps a draft in this browser, bound to the version that it was made on; an empty one is forgotten. */
export function storeDraft(databaseId: string, { base, changes }: StoredDraft): boolean {
  try {
    if (changes.length === 0) localStorage.removeItem(keyOf(databaseId));
    else localStorage.setItem(keyOf(databaseId), JSON.stringify({ base, changes }));
    return true;
  } catch {
    // Private windows and full disks refuse: the page tells that a reload would lose the draft.
    return false;
  }
}

/** The kept draft; null if there is none, or none that can still be read. */
export function readDraft(databaseId: string): StoredDraft | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(keyOf(databaseId)) ?? "null");
    return isStoredDraft(draft) && isSound(draft) ? draft : null;
  } catch {
    // What another version of the product has written is no draft.
    return null;
  }
}

function isStoredDraft(value: unknown): value is StoredDraft {
  if (typeof value !== "object" || value === null || !("base" in value) || !("changes" in value))
    return false;
  const base = value.base as { version?: unknown; tables?: unknown; positions?: unknown } | null;
  return (
    Array.isArray(value.changes) &&
    typeof base?.version === "number" &&
    Array.isArray(base.tables as readonly Table[]) &&
    typeof (base.positions as Positions) === "object"
  );
}

/** Restored things are known once the trash is; all else must fit the base that is kept with it. */
function isSound({ base, changes }: StoredDraft): boolean {
  const own = changes.filter(({ kind }) => kind !== "restore_table" && kind !== "restore_column");
  return own.length < changes.length || applyChanges({ tables: base.tables }, changes).ok;
}
