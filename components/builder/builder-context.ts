"use client";

import { createContext, useContext } from "react";
import type { CanvasPlace } from "#components/canvas/canvas-types.ts";
import type { Change, Position, Table } from "#lib/catalog/types.ts";
import type { Issue } from "#lib/errors/app-error.ts";
import type { Draft } from "./use-draft.ts";

/** What asks before it does something. */
export type BuilderDialog =
  | { readonly kind: "review" }
  | { readonly kind: "trash" }
  | { readonly kind: "relation"; readonly from: CanvasPlace; readonly to: string }
  | { readonly kind: "drop"; readonly place: CanvasPlace };

export interface BuilderContextValue {
  readonly draft: Draft;
  readonly canWrite: boolean;
  readonly selected: CanvasPlace | null;
  readonly select: (place: CanvasPlace | null) => void;
  /** Brings a table into view and selects it. */
  readonly show: (place: CanvasPlace) => void;
  /** Takes changes in; a refusal is told, and returned. */
  readonly make: (changes: readonly Change[]) => readonly Issue[];
  readonly open: (dialog: BuilderDialog) => void;
  readonly tableNamed: (name: string) => Table | undefined;
  /** Where a new table can stand: beside another, or below all. */
  readonly placeBeside: (name: string | null) => Position;
  /** Says what was done to who cannot see it. */
  readonly say: (words: string) => void;
}

const BuilderContext = createContext<BuilderContextValue | null>(null);

export const BuilderProvider = BuilderContext;

export function useBuilder(): BuilderContextValue {
  const builder = useContext(BuilderContext);
  if (builder === null) throw new Error("useBuilder outside of the builder");
  return builder;
}
