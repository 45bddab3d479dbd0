"use client";

import { CellEditor } from "./cell-editor.tsx";
import type { AfterEdit, Editing } from "./grid-context.ts";
import type { GridParts } from "./use-grid-model.ts";

interface CurrentEditorProps {
  readonly parts: GridParts;
  readonly editing: Editing;
  readonly onFinish: (then: AfterEdit) => void;
}

/** The editor of the cell that is being edited, with what it holds or what was refused. */
export function CurrentEditor({ parts: { grid }, editing, onFinish }: CurrentEditorProps) {
  const { cell, typed } = editing;
  const column = grid.columns[cell.column];
  const row = grid.rowAt(cell.row);
  if (column === undefined || row === undefined) return null;
  const problem = grid.store.problemsOf(grid.keyAt(cell.row))?.get(column.name);
  // What was refused is what one wants to correct.
  const refused = problem && typeof problem.value === "string" ? problem.value : null;
  return (
    <CellEditor
      column={column}
      value={row[column.name] ?? null}
      typed={typed ?? refused}
      onDone={(value, then) => {
        grid.setCell(cell, value);
        onFinish(then);
      }}
      onCancel={() => onFinish("stay")}
    />
  );
}
