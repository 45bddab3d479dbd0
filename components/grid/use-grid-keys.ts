"use client";

import type { KeyboardEvent } from "react";
import { isSingle, move, rangeOf, selectionAt } from "./cell-range.ts";
import { clampWidth } from "./column-resizer.tsx";
import { cutText } from "./cut-values.ts";
import { clear, fill } from "./fill.ts";
import type { GridModel } from "./grid-context.ts";
import { lineAt } from "./row-sections.ts";
import { moveColumn } from "./shown-columns.ts";
import type { CellWork } from "./use-cell-work.ts";

interface GridKeys {
  readonly grid: GridModel;
  readonly work: CellWork;
  readonly pageRows: () => number;
  readonly openMenu: (column: string) => void;
  readonly removeChosen: () => void;
  /** Gives up what was typed in the new row. @returns whether there was anything. */
  readonly discardNew: () => boolean;
}

/**
 * The keys of WAI-ARIA's grid, and those that spreadsheets have taught: one stop of the Tab key, arrows in it.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function useGridKeys({ grid, work, pageRows, openMenu, removeChosen, discardNew }: GridKeys) {
  const { selection, columns } = grid;
  const { active } = selection;

  return (event: KeyboardEvent<HTMLElement>): void => {
    // Menus and editors hang in the page's body, yet React hands their keys on to here.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    if (grid.editing !== null || event.nativeEvent.isComposing) return;
    const handled = withModifier(event) || onHeader(event) || inCells(event) || moved(event);
    if (handled) event.preventDefault();
  };

  function moved(event: KeyboardEvent): boolean {
    if (event.altKey) return false;
    const keys = { key: event.key, isFar: event.ctrlKey || event.metaKey, isExtending: event.shiftKey };
    const size = { rows: grid.lineCount, columns: columns.length };
    const next = move(selection, keys, size, pageRows());
    if (next === null) return false;
    grid.select(next);
    return true;
  }

  function withModifier(event: KeyboardEvent): boolean {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (key === "z") event.shiftKey ? work.redo() : work.undo();
    else if (key === "y") work.redo();
    else if (key === "a") selectAll();
    else if (key === "d" && grid.canWrite) fillDown();
    else if ((key === "backspace" || key === "delete") && grid.canWrite && grid.chosen.size > 0)
      removeChosen();
    else return false;
    return true;
  }

  function selectAll(): void {
    const corner = { row: grid.lines.index.count - 1, column: columns.length - 1 };
    grid.select({ active: { row: 0, column: 0 }, corner });
  }

  function fillDown(): void {
    const range = rangeOf(selection);
    // Of a single cell: what stands above it.
    const top = range.top === range.bottom ? range.top - 1 : range.top;
    if (top >= 0) void fill(grid, work, { ...range, top, bottom: top }, { ...range, top });
  }

  function onHeader(event: KeyboardEvent): boolean {
    const column = columns[active.column];
    if (active.row !== -1 || column === undefined) return false;
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (event.key === "Enter" || event.key === " " || (event.altKey && event.key === "ArrowDown")) {
      openMenu(column.name);
      return true;
    }
    if (step === 0 || !event.altKey) return false;
    if (event.shiftKey) moveSideways(column.name, step);
    else {
      const placed = [...grid.layout.frozen, ...grid.layout.others].find((other) => other.column === column);
      const width = clampWidth((placed?.width ?? 0) + step * 16);
      grid.onView({ widths: { ...grid.view.widths, [column.name]: width } });
      grid.announce(`${column.name}: ${width} pixels wide`);
    }
    return true;
  }

  function moveSideways(name: string, step: number): void {
    const before = columns[active.column + (step < 0 ? -1 : 2)]?.name ?? null;
    if (active.column + step < 0 || active.column + step >= columns.length) return;
    grid.onView({ order: moveColumn(grid.info, grid.view.order, name, before) });
    grid.select(selectionAt({ row: -1, column: active.column + step }));
    grid.announce(`${name} moved ${step < 0 ? "left" : "right"}`);
  }

  function inCells(event: KeyboardEvent): boolean {
    if (active.row < 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const line = lineAt(grid.lines.index, active.row);
    if (line?.kind === "group") {
      if (event.key !== "Enter" && event.key !== " ") return false;
      grid.toggleGroup(line.section);
      return true;
    }
    switch (event.key) {
      case "Enter":
      case "F2":
        return begin(null);
      case " ":
        return event.shiftKey && grid.canWrite ? toggleChosen() : open();
      case "Delete":
      case "Backspace":
        if (grid.canWrite) void clear(grid, work, rangeOf(selection));
        return grid.canWrite;
      case "Escape":
        return leaveRange();
      default:
        return event.key.length === 1 ? begin(event.key) : false;
    }
  }

  function begin(typed: string | null): boolean {
    if (!grid.mayEdit(active)) {
      if (typed !== null || grid.canWrite) return false;
      return open();
    }
    const column = columns[active.column];
    // Only its beginning is here: the panel loads the whole.
    if (column && cutText(grid.rowAt(active.row)?.[column.name] ?? null) !== null) return open();
    if (column?.type === "boolean" && !column.references) {
      // Nothing to type: the value turns.
      const value = grid.rowAt(active.row)?.[column.name];
      if (typed === null) grid.setCell(active, value !== true);
      return typed === null;
    }
    grid.edit({ cell: active, typed });
    return true;
  }

  function open(): boolean {
    const key = grid.keyAt(active.row);
    if (key !== null) grid.onOpenRow(key);
    return true;
  }

  function toggleChosen(): boolean {
    const next = new Set(grid.chosen);
    const { top, bottom } = rangeOf(selection);
    const keys = Array.from({ length: bottom - top + 1 }, (_, place) => grid.keyAt(top + place));
    const isAll = keys.every((key) => key === null || next.has(key));
    for (const key of keys) {
      if (key === null) continue;
      if (isAll) next.delete(key);
      else next.add(key);
    }
    grid.choose(next);
    grid.announce(`${next.size} ${next.size === 1 ? "row" : "rows"} selected`);
    return true;
  }

  function leaveRange(): boolean {
    if (!isSingle(selection)) grid.select(selectionAt(active));
    else if (grid.chosen.size > 0) grid.choose(new Set());
    else return discardNew();
    return true;
  }
}
