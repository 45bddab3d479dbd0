"use client";

import { useMemo } from "react";
import type { Positions, SchemaMarks } from "#components/canvas/canvas-types.ts";
import { compareByChanges } from "#components/canvas/compare-by-changes.ts";
import { completePositions } from "#components/canvas/layout.ts";
import type { Table } from "#lib/catalog/types.ts";
import { draftPositions } from "./draft-state.ts";
import type { Draft } from "./use-draft.ts";

export interface BuilderPicture {
  /** Those of the draft, and those that it drops. */
  readonly tables: readonly Table[];
  readonly marks: SchemaMarks;
  /** Of every table that is drawn. */
  readonly positions: Positions;
}

/** The draft beside what it is made on, as one picture. */
export function usePicture({ state, tables }: Draft): BuilderPicture {
  const { base, changes } = state;
  const compared = useMemo(() => compareByChanges(base.tables, changes, tables), [base, changes, tables]);
  // Once laid out, tables stay where they are: a new one does not move the others.
  const standing = useMemo(() => completePositions(base.tables, base.positions), [base]);
  const places = useMemo(() => {
    const moved = draftPositions({ base: { ...base, positions: standing }, changes });
    return completePositions(compared.tables, { ...onlyShown(standing, compared.tables), ...moved });
  }, [base, changes, compared, standing]);
  return useMemo(() => ({ ...compared, positions: places }), [compared, places]);
}

/** A dropped table stays where it was until it is gone. */
function onlyShown(positions: Positions, tables: readonly Table[]): Positions {
  const names = new Set(tables.map(({ name }) => name));
  return Object.fromEntries(Object.entries(positions).filter(([name]) => names.has(name)));
}
