"use client";

import { useCallback, useEffect, useMemo, useReducer, useState } from "react";
import type { DatabaseSchema, Trash } from "#components/api/types.ts";
import type { Change, Table } from "#lib/catalog/types.ts";
import type { Issue } from "#lib/errors/app-error.ts";
import {
  type DraftBase,
  type DraftState,
  discard,
  draftTables,
  edit,
  redo,
  startState,
  undo,
} from "./draft-state.ts";
import { readDraft, storeDraft } from "./stored-draft.ts";

export interface Draft {
  readonly state: DraftState;
  readonly tables: readonly Table[];
  /** Takes changes in as one step; why not, otherwise. */
  readonly edit: (changes: readonly Change[]) => readonly Issue[];
  readonly undo: () => void;
  readonly redo: () => void;
  readonly discard: (index: number) => void;
  /** Starts from another schema, with the changes that are left. */
  readonly restart: (base: DraftBase, changes?: readonly Change[]) => void;
  /** Whether this browser keeps the draft. */
  readonly isKept: boolean;
}

type Action =
  | { readonly kind: "set"; readonly state: DraftState }
  | { readonly kind: "undo" | "redo" }
  | { readonly kind: "discard"; readonly index: number }
  | { readonly kind: "dropped"; readonly trash: Trash };

function reduce(state: DraftState, action: Action): DraftState {
  switch (action.kind) {
    case "set":
      return action.state;
    case "undo":
      return undo(state);
    case "redo":
      return redo(state);
    case "discard":
      return discard(state, action.index);
    case "dropped":
      return { ...state, dropped: droppedOf(action.trash) };
  }
}

/** Changes of a schema that are not applied yet, kept in this browser. */
export function useDraft(databaseId: string, schema: DatabaseSchema, trash: Trash | undefined): Draft {
  const [state, dispatch] = useReducer(reduce, null, () => firstState(databaseId, schema));
  const [isKept, setKept] = useState(true);
  useEffect(() => {
    if (trash) dispatch({ kind: "dropped", trash });
  }, [trash]);
  useEffect(() => setKept(storeDraft(databaseId, state)), [databaseId, state]);
  const tables = useMemo(() => draftTables(state) ?? state.base.tables, [state]);

  const take = useCallback(
    (changes: readonly Change[]): readonly Issue[] => {
      const result = edit(state, changes);
      if (!result.ok) return result.issues;
      dispatch({ kind: "set", state: result.state });
      return [];
    },
    [state],
  );
  const restart = useCallback(
    (base: DraftBase, changes: readonly Change[] = []) =>
      dispatch({ kind: "set", state: { ...startState(base, changes), dropped: state.dropped } }),
    [state.dropped],
  );
  return useMemo(
    () => ({
      state,
      tables,
      edit: take,
      undo: () => dispatch({ kind: "undo" }),
      redo: () => dispatch({ kind: "redo" }),
      discard: (index) => dispatch({ kind: "discard", index }),
      restart,
      isKept,
    }),
    [state, tables, take, restart, isKept],
  );
}

export function baseOf({ tables, version }: DatabaseSchema): DraftBase {
  return {
    version,
    tables: tables.map(({ schema }) => schema),
    positions: Object.fromEntries(
      tables.flatMap(({ table_name, position }) => (position ? [[table_name, position]] : [])),
    ),
  };
}

function firstState(databaseId: string, schema: DatabaseSchema): DraftState {
  const stored = readDraft(databaseId);
  return stored === null ? startState(baseOf(schema)) : startState(stored.base, stored.changes);
}

function droppedOf({ tables, columns }: Trash): DraftState["dropped"] {
  return {
    tables: tables.map(({ schema }) => schema),
    columns: columns.map(({ table_name, column }) => ({ table: table_name, column })),
  };
}
