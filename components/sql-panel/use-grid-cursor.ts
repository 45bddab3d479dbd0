"use client";

import { type KeyboardEvent, useState } from "react";

/** A place in a grid; row -1 is the header. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridSelection {
  readonly from: GridPlace;
  readonly to: GridPlace;
}

interface GridSize {
  readonly rows: number;
  readonly columns: number;
  readonly pageRows: number;
}

/** Where the keyboard stands in a grid, and what is selected: arrows move, with Shift they select. */
export function useGridCursor({ rows, columns, pageRows }: GridSize, onMove: (place: GridPlace) => void) {
  const [anchor, setAnchor] = useState<GridPlace>({ row: 0, column: 0 });
  const [at, setAt] = useState<GridPlace>({ row: 0, column: 0 });

  function go(place: GridPlace, isExtending: boolean) {
    const next = {
      row: Math.min(Math.max(place.row, 0), Math.max(rows - 1, 0)),
      column: Math.min(Math.max(place.column, 0), Math.max(columns - 1, 0)),
    };
    setAt(next);
    if (!isExtending) setAnchor(next);
    onMove(next);
  }

  /** @returns whether the key moved. */
  function onKey(event: KeyboardEvent): boolean {
    const isFar = event.ctrlKey || event.metaKey;
    const next = moved(event.key, at, { rows, columns, pageRows }, isFar);
    if (next === null) return false;
    event.preventDefault();
    go(next, event.shiftKey);
    return true;
  }

  return {
    at,
    selection: { from: least(anchor, at), to: most(anchor, at) } satisfies GridSelection,
    go,
    onKey,
    selectAll: () => {
      setAnchor({ row: 0, column: 0 });
      setAt({ row: rows - 1, column: columns - 1 });
    },
  };
}

function moved(key: string, { row, column }: GridPlace, size: GridSize, isFar: boolean): GridPlace | null {
  switch (key) {
    case "ArrowUp":
      return { row: isFar ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: isFar ? size.rows - 1 : row + 1, column };
    case "ArrowLeft":
      return { row, column: isFar ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: isFar ? size.columns - 1 : column + 1 };
    case "PageUp":
      return { row: row - size.pageRows, column };
    case "PageDown":
      return { row: row + size.pageRows, column };
    case "Home":
      return { row: isFar ? 0 : row, column: 0 };
    case "End":
      return { row: isFar ? size.rows - 1 : row, column: size.columns - 1 };
    default:
      return null;
  }
}

function least(a: GridPlace, b: GridPlace): GridPlace {
  return { row: Math.min(a.row, b.row), column: Math.min(a.column, b.column) };
}

function most(a: GridPlace, b: GridPlace): GridPlace {
  return { row: Math.max(a.row, b.row), column: Math.max(a.column, b.column) };
}
