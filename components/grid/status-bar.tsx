"use client";

import { CircleAlert, Trash2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { rangeCells, rangeOf } from "./cell-range.ts";
import { type GridModel, newRowKey } from "./grid-context.ts";
import { linesMax, totalWords } from "./row-total.ts";

interface StatusBarProps {
  readonly grid: GridModel;
  readonly onRemoveChosen: () => void;
}

/** How many rows there are, what is selected, what was refused. */
export function StatusBar({ grid, onRemoveChosen }: StatusBarProps) {
  const { lines, selection, store, chosen } = grid;
  const { total } = lines;
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-1 text-[0.8125rem] text-soft md:px-6">
      <p role="status" className="tabular-nums">
        {totalWords(total)}
        {total.kind !== "unknown" && total.rows > linesMax
          ? `, of which the first ${linesMax.toLocaleString("en")} can be scrolled to`
          : ""}
      </p>
      {total.kind === "about" ? (
        <Button variant="ghost" size="sm" onClick={lines.countExactly}>
          Count exactly
        </Button>
      ) : null}
      {chosen.size > 0 && grid.canWrite ? (
        <span className="flex items-center gap-1">
          <span className="tabular-nums">{chosen.size} selected</span>
          <Button variant="quietDanger" size="sm" onClick={onRemoveChosen}>
            <Trash2 aria-hidden="true" />
            Delete {chosen.size === 1 ? "row" : "rows"}
          </Button>
          <Button variant="ghost" size="sm" onClick={() => grid.choose(new Set())}>
            Clear
          </Button>
        </span>
      ) : null}
      <Problem grid={grid} />
      <span className="ml-auto flex items-center gap-3 text-faint text-xs max-md:hidden">
        {store.isSaving ? <span>Saving…</span> : null}
        {rangeCells(rangeOf(selection)) > 1 ? (
          <span className="tabular-nums">{rangeCells(rangeOf(selection)).toLocaleString("en")} cells</span>
        ) : null}
        <span>
          <Kbd>Space</Kbd> opens the row
        </span>
        {grid.canWrite ? (
          <span>
            <Kbd>Enter</Kbd> edits
          </span>
        ) : null}
      </span>
    </div>
  );
}

/** What was wrong with the active cell, or how many cells were refused. */
function Problem({ grid }: { readonly grid: GridModel }) {
  const { store, selection, columns, keyAt } = grid;
  const column = columns[selection.active.column];
  const key = keyAt(selection.active.row);
  const problem = column && store.problemsOf(key)?.get(column.name);
  if (problem) {
    return (
      <p role="alert" className="flex min-w-0 items-center gap-1.5 text-danger">
        <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0">{problem.message}</span>
        {key === newRowKey ? null : (
          <Button variant="ghost" size="sm" onClick={() => key && store.clearProblems(key, [column.name])}>
            Dismiss
          </Button>
        )}
      </p>
    );
  }
  if (store.problemCount === 0) return null;
  return (
    <p className="flex items-center gap-1.5 text-danger">
      <CircleAlert aria-hidden="true" className="size-4" />
      {store.problemCount} {store.problemCount === 1 ? "cell was" : "cells were"} not stored
      <Button variant="ghost" size="sm" onClick={() => store.clearProblems()}>
        Dismiss all
      </Button>
    </p>
  );
}
