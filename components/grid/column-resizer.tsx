"use client";

import { type PointerEvent, useRef } from "react";
import { widthLimits } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { useGrid } from "./grid-context.ts";
import { defaultWidth } from "./shown-columns.ts";

/** The border of a column: dragged it resizes, double-clicked it goes back to the width of its type. */
export function ColumnResizer({ column, width }: { readonly column: Column; readonly width: number }) {
  const { view, onView, layout } = useGrid();
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const moved = (event: PointerEvent) =>
    clampWidth((start.current?.width ?? width) + event.clientX - (start.current?.x ?? event.clientX));

  function finish(event: PointerEvent) {
    if (start.current === null) return;
    const next = moved(event);
    start.current = null;
    layout.drag(null);
    if (next !== width || view.widths[column.name] !== next) setWidth(next);
  }

  function setWidth(next: number) {
    onView({ widths: { ...view.widths, [column.name]: next } });
  }

  return (
    <div
      aria-hidden="true"
      className="absolute top-0 -right-1 z-3 h-full w-2 cursor-col-resize touch-none after:absolute after:inset-y-1 after:left-[3px] after:w-0.5 after:rounded after:bg-link after:opacity-0 hover:after:opacity-100 active:after:opacity-100"
      onPointerDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (start.current) layout.drag({ column: column.name, width: moved(event) });
      }}
      onPointerUp={finish}
      onPointerCancel={finish}
      onDoubleClick={() => setWidth(defaultWidth(column))}
    />
  );
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, widthLimits.min), widthLimits.max));
}
