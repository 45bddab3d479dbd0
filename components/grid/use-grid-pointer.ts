"use client";

import { type MouseEvent, type PointerEvent, useRef } from "react";
import { type Cell, type Range, rangeOf, selectionAt } from "./cell-range.ts";
import { cutText } from "./cut-values.ts";
import { fill } from "./fill.ts";
import type { GridModel } from "./grid-context.ts";
import { lineAt } from "./row-sections.ts";
import type { CellWork } from "./use-cell-work.ts";

const edgePixels = 40;

/** Mouse and touch: a click selects, a drag makes a range, a double click edits; a tap of a finger opens the row. */
export function useGridPointer(grid: GridModel, work: CellWork) {
  const drag = useRef<{ readonly kind: "range" } | { readonly kind: "fill"; readonly source: Range } | null>(
    null,
  );

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (
      event.button !== 0 ||
      event.pointerType === "touch" ||
      isInside(event.target, "input, textarea, button")
    )
      return;
    const isFilling = isInside(event.target, "[data-fill]");
    const cell = cellOf(event.target);
    if (!isFilling && (cell === null || cell.row < 0)) return;
    if (isFilling) drag.current = { kind: "fill", source: rangeOf(grid.selection) };
    else if (cell) {
      drag.current = { kind: "range" };
      if (event.shiftKey && grid.selection.active.row >= 0)
        grid.select({ active: grid.selection.active, corner: cell });
      else grid.select(selectionAt(cell));
    }
    event.currentTarget.focus({ preventScroll: true });
    // No selection of text while cells are being selected.
    event.preventDefault();
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (drag.current === null) return;
    if (event.buttons === 0) {
      drag.current = null;
      return;
    }
    if (!event.currentTarget.hasPointerCapture(event.pointerId))
      event.currentTarget.setPointerCapture(event.pointerId);
    scrollAtEdges(event);
    const cell = cellOf(document.elementFromPoint(event.clientX, event.clientY));
    if (cell === null || cell.row < 0) return;
    const { corner, active } = grid.selection;
    const next = drag.current.kind === "fill" ? { row: cell.row, column: corner.column } : cell;
    if (next.row !== corner.row || next.column !== corner.column) grid.select({ active, corner: next });
  }

  function onPointerUp(): void {
    const done = drag.current;
    drag.current = null;
    if (done?.kind === "fill") void fill(grid, work, done.source, rangeOf(grid.selection));
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    const target = event.target instanceof Element ? event.target : null;
    const opened = target?.closest<HTMLElement>("[data-open-row]")?.dataset.openRow;
    const chosen = target?.closest<HTMLElement>("[data-choose]")?.dataset.choose;
    if (opened !== undefined) return openLine(Number(opened));
    if (chosen !== undefined) return toggle(Number(chosen));
    const cell = cellOf(event.target);
    if (cell === null || cell.row < 0) return;
    const line = lineAt(grid.lines.index, cell.row);
    if (line?.kind === "group") return grid.toggleGroup(line.section);
    const isTouch =
      event.nativeEvent instanceof globalThis.PointerEvent && event.nativeEvent.pointerType === "touch";
    // A cell is too small for a thumb: the row opens, and is edited there.
    if (isTouch) openLine(cell.row);
  }

  function onDoubleClick(event: MouseEvent<HTMLElement>) {
    const cell = cellOf(event.target);
    if (cell === null || cell.row < 0 || isInside(event.target, "input, textarea, button")) return;
    const column = grid.columns[cell.column];
    const value = column && grid.rowAt(cell.row)?.[column.name];
    if (!grid.mayEdit(cell) || cutText(value ?? null) !== null) return openLine(cell.row);
    if (column?.type === "boolean") grid.setCell(cell, grid.rowAt(cell.row)?.[column.name] !== true);
    else grid.edit({ cell, typed: null });
  }

  function openLine(line: number): void {
    const key = grid.keyAt(line);
    if (key !== null) grid.onOpenRow(key);
  }

  function toggle(line: number): void {
    const key = grid.keyAt(line);
    if (key === null) return;
    const next = new Set(grid.chosen);
    if (!next.delete(key)) next.add(key);
    grid.choose(next);
  }

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onClick, onDoubleClick };
}

function isInside(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

function cellOf(target: EventTarget | null): Cell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-line]") : null;
  if (cell === null) return null;
  return { row: Number(cell.dataset.line), column: Number(cell.dataset.column) };
}

function scrollAtEdges(event: PointerEvent<HTMLElement>): void {
  const box = event.currentTarget.getBoundingClientRect();
  const past = (at: number, low: number, high: number) =>
    at < low + edgePixels ? at - low - edgePixels : at > high - edgePixels ? at - high + edgePixels : 0;
  event.currentTarget.scrollBy(
    past(event.clientX, box.left, box.right) / 3,
    past(event.clientY, box.top, box.bottom) / 3,
  );
}
