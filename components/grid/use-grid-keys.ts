"use client";

import { type KeyboardEvent, useRef } from "react";

const steps: { readonly [key: string]: readonly [rows: number, columns: number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/**
 * Keys of a grid: one stop of the Tab key, arrows between cells, Home and End along the row, Enter or Space opens it.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function useGridKeys(onOpen: (rowIndex: number) => void) {
  const grid = useRef<HTMLTableElement>(null);

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const cell = event.target instanceof HTMLTableCellElement ? event.target : null;
    const row = cell?.parentElement;
    const body = row?.parentElement;
    if (!cell || !(row instanceof HTMLTableRowElement) || !(body instanceof HTMLTableSectionElement)) return;
    const at = { row: row.sectionRowIndex, column: cell.cellIndex };
    if (event.key === "Enter" || event.key === " ") onOpen(at.row);
    else if (!moveFocus(body, at, event)) return;
    event.preventDefault();
  }

  return { grid, onKeyDown };
}

function moveFocus(
  body: HTMLTableSectionElement,
  at: { readonly row: number; readonly column: number },
  event: KeyboardEvent,
): boolean {
  const last = (body.rows[at.row]?.cells.length ?? 1) - 1;
  const step = steps[event.key];
  const column = event.key === "Home" ? 0 : event.key === "End" ? last : at.column + (step?.[1] ?? 0);
  if (step === undefined && event.key !== "Home" && event.key !== "End") return false;
  const row = Math.min(Math.max(at.row + (step?.[0] ?? 0), 0), body.rows.length - 1);
  const target = body.rows[row]?.cells[Math.min(Math.max(column, 0), last)];
  // By hand, not by state: a thousand cells need not be rendered anew for one step.
  for (const stop of body.querySelectorAll<HTMLElement>('td[tabindex="0"]')) stop.tabIndex = -1;
  if (target) target.tabIndex = 0;
  target?.focus();
  return true;
}
