"use client";

import { useCallback, useMemo, useState } from "react";
import type { Row, TableInfo } from "#components/api/types.ts";
import { emptyDefinition, type GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Json } from "#lib/catalog/types.ts";
import { type Cell, clampCell, type Selection, selectionAt } from "./cell-range.ts";
import { readOnlyColumns } from "./editable-cells.ts";
import { type Editing, type GridModel, newRowKey } from "./grid-context.ts";
import { recordKey } from "./record-key.ts";
import { type CellWork, useCellWork } from "./use-cell-work.ts";
import { useColumnLayout } from "./use-column-layout.ts";
import { useEditStore } from "./use-edit-store.ts";
import { useNewRow } from "./use-new-row.ts";
import { useReferenceLabels } from "./use-reference-labels.ts";
import { useRowLines } from "./use-row-lines.ts";

interface GridModelRequest {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly canWrite: boolean;
  readonly view: GridDefinition;
  readonly onView: (fields: Partial<GridDefinition>) => void;
  readonly onOpenRow: (key: string | null) => void;
}

export interface GridParts {
  readonly grid: GridModel;
  readonly work: CellWork;
  readonly newRow: ReturnType<typeof useNewRow>;
  /** The line in which a new row is typed; null: there is none. */
  readonly newLine: number | null;
  readonly setWindow: (window: { readonly first: number; readonly last: number }) => void;
  /** The newest words for whoever listens. */
  readonly words: string;
}

const firstWindow = { first: 0, last: 60 };

/** One grid: its columns, its lines, what is selected in it, what is being edited. */
export function useGridModel(request: GridModelRequest): GridParts {
  const { databaseId, info, tables, canWrite, view, onView, onOpenRow } = request;
  const table = info.schema;
  const [window, setWindow] = useState(firstWindow);
  const [closedGroups, setClosedGroups] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState<Selection>(selectionAt({ row: 0, column: 0 }));
  const [editing, edit] = useState<Editing | null>(null);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [words, announce] = useState("");

  // A view may group by a column that is gone.
  const known = useMemo(
    () => (info.schema.columns.some(({ name }) => name === view.group) ? view : { ...view, group: null }),
    [info, view],
  );
  const lines = useRowLines({ databaseId, table, view: known, closedGroups, window });
  const layout = useColumnLayout(info, known);
  const store = useEditStore(databaseId, table);
  const work = useCellWork(databaseId, table, store, announce);
  const newRow = useNewRow(table, store, work);
  const shownRows = lines.records.map((row) => store.shown(recordKey(table, row), row));
  const labels = useReferenceLabels(databaseId, table, tables, [...shownRows, newRow.row]);
  const readOnly = useMemo(() => readOnlyColumns(table, canWrite), [table, canWrite]);

  const hasNewLine = canWrite && known.group === null && !info.is_auth && lines.index.count > 0;
  const newLine = hasNewLine ? lines.index.count : null;
  const lineCount = lines.index.count + (newLine === null ? 0 : 1);
  const clamped = {
    active: clampCell(selection.active, { rows: lineCount, columns: layout.columns.length }),
    corner: clampCell(selection.corner, { rows: lineCount, columns: layout.columns.length }),
  };

  function rowAt(line: number): Row | undefined {
    if (line === newLine) return newRow.row;
    const row = lines.rowAt(line);
    return row && store.shown(recordKey(table, row), row);
  }

  function keyAt(line: number): string | null {
    if (line === newLine) return newRowKey;
    const row = lines.rowAt(line);
    return row ? recordKey(table, row) : null;
  }

  function mayEdit({ row: line, column: place }: Cell): boolean {
    const column = layout.columns[place];
    if (column === undefined || keyAt(line) === null) return false;
    return !(line === newLine ? readOnly.fresh : readOnly.stored).has(column.name);
  }

  function select(next: Selection): void {
    if (newRow.isDirty && clamped.active.row === newLine && next.active.row !== newLine) void newRow.save();
    setSelection(next);
    edit(null);
  }

  function setCell({ row: line, column: place }: Cell, value: Json): void {
    const [column, row, key] = [layout.columns[place], rowAt(line), keyAt(line)];
    if (column === undefined || row === undefined || key === null) return;
    if (key === newRowKey) newRow.set(column.name, value);
    else work.change([{ key, row, column, value }]);
  }

  const toggleGroup = useCallback(
    (section: number) => {
      const group = lines.index.sections[section]?.group;
      if (!group) return;
      const name = JSON.stringify(group.value);
      setClosedGroups((before) => {
        const next = new Set(before);
        if (!next.delete(name)) next.add(name);
        return next;
      });
    },
    [lines.index.sections],
  );

  const grid: GridModel = {
    ...{ databaseId, info, tables, canWrite, view: known, onView, onOpenRow },
    ...{ layout, columns: layout.columns, lines, lineCount, labels, store },
    ...{ rowAt, keyAt, mayEdit, select, editing, edit, setCell, announce },
    ...{ chosen, choose, toggleGroup, readOnly, selection: clamped },
  };
  return { grid, work, newRow, newLine, setWindow, words };
}

/** What shows everything: no condition, no search. */
export const showEverything: Partial<GridDefinition> = {
  filter: emptyDefinition.filter,
  search: "",
};
