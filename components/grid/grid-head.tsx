"use client";

import { Plus } from "lucide-react";
import { useColumnActions } from "./column-actions.tsx";
import { useGrid } from "./grid-context.ts";
import { gutterWidth } from "./grid-row.tsx";
import { HeaderCell } from "./header-cell.tsx";
import type { PlacedColumn } from "./use-column-layout.ts";

interface GridHeadProps {
  readonly gridId: string;
  /** The columns that are in sight beside the frozen ones. */
  readonly others: readonly PlacedColumn[];
  readonly skipped: number;
  readonly width: number;
  readonly height: number;
  /** The column whose menu is open. */
  readonly menu: string | null;
  readonly onMenu: (column: string | null) => void;
  readonly onLeave: () => void;
}

const addWidth = 44;

/** The header, which stays while rows scroll under it. */
export function GridHead({ gridId, others, skipped, width, height, menu, onMenu, onLeave }: GridHeadProps) {
  const { layout, selection, canWrite } = useGrid();
  const actions = useColumnActions();
  const cell = (placed: PlacedColumn, stickyLeft: number | null) => (
    <HeaderCell
      key={placed.column.name}
      id={`${gridId}--1-${placed.index}`}
      placed={placed}
      stickyLeft={stickyLeft}
      isActive={selection.active.row === -1 && selection.active.column === placed.index}
      isMenuOpen={menu === placed.column.name}
      onMenu={(open) => onMenu(open ? placed.column.name : null)}
      onLeave={onLeave}
    />
  );
  return (
    <div role="rowgroup" className="sticky top-0 z-10" style={{ width: width + (canWrite ? addWidth : 0) }}>
      <div role="row" aria-rowindex={1} className="flex" style={{ height }}>
        <div
          role="columnheader"
          style={{ width: gutterWidth }}
          className="sticky left-0 z-3 shrink-0 border-r border-b bg-sunken"
        >
          <span className="sr-only">Row</span>
        </div>
        {layout.frozen.map((placed) => cell(placed, gutterWidth + placed.start))}
        {skipped > 0 ? <div aria-hidden="true" style={{ width: skipped }} className="shrink-0" /> : null}
        {others.map((placed) => cell(placed, null))}
        {canWrite && others.at(-1) === layout.others.at(-1) ? (
          <div role="columnheader" className="shrink-0 border-b bg-sunken" style={{ width: addWidth }}>
            <button
              type="button"
              tabIndex={-1}
              aria-label="Add a column"
              title="Add a column"
              onClick={actions.add}
              className="grid size-full place-items-center text-faint hover:bg-wash hover:text-ink"
            >
              <Plus aria-hidden="true" className="size-4" />
            </button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
