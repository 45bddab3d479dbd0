"use client";

import { createContext, useContext } from "react";
import type { Row, TableInfo } from "#components/api/types.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Column, Json } from "#lib/catalog/types.ts";
import type { Cell, Selection } from "./cell-range.ts";
import type { EditStore } from "./edit-store.ts";
import type { ReadOnlyColumns } from "./editable-cells.ts";
import type { ColumnLayout } from "./use-column-layout.ts";
import type { ReferenceLabels } from "./use-reference-labels.ts";
import type { RowLines } from "./use-row-lines.ts";

/** Where the active cell goes when an edit is done. */
export type AfterEdit = "stay" | "down" | "right" | "left";

/** The key under which the row that is being typed in at the end is known. */
export const newRowKey = "new";

/** A cell that is being edited, and the text that was typed to begin with; null: what it holds. */
export interface Editing {
  readonly cell: Cell;
  readonly typed: string | null;
}

/** All that the parts of one grid share. */
export interface GridModel {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly canWrite: boolean;
  readonly view: GridDefinition;
  readonly onView: (fields: Partial<GridDefinition>) => void;
  readonly onOpenRow: (key: string | null) => void;

  readonly layout: ColumnLayout;
  readonly columns: readonly Column[];
  readonly lines: RowLines;
  /** Lines of the grid, with the one in which a new row is typed. */
  readonly lineCount: number;
  readonly labels: ReferenceLabels;
  readonly store: EditStore;

  /** The row of a line as it is shown: with edits that are on their way. */
  readonly rowAt: (line: number) => Row | undefined;
  readonly keyAt: (line: number) => string | null;
  readonly mayEdit: (cell: Cell) => boolean;

  readonly readOnly: ReadOnlyColumns;

  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly editing: Editing | null;
  readonly edit: (editing: Editing | null) => void;
  /** Stores a value; the cell shows it at once. */
  readonly setCell: (cell: Cell, value: Json) => void;
  readonly announce: (words: string) => void;

  /** Rows that are chosen by their boxes, by key. */
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly toggleGroup: (section: number) => void;
}

export const GridContext = createContext<GridModel | null>(null);

export function useGrid(): GridModel {
  const model = useContext(GridContext);
  if (model === null) throw new Error("useGrid outside of a grid");
  return model;
}
