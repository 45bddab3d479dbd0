"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import type { SqlResult } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import { tabSeparated } from "./cell-text.ts";
import { columnWidths } from "./column-widths.ts";
import { HeaderRow, ResultRow } from "./result-row.tsx";
import { useGridCursor } from "./use-grid-cursor.ts";
import { ValueDialog } from "./value-dialog.tsx";

const rowPx = 30;
const headerPx = 44;
const numberPx = 52;

/** The rows of one statement, of which only those in sight are in the page. One stop of the Tab key; arrows move in it. */
export function ResultGrid({ result }: { readonly result: SqlResult }) {
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const id = useId();
  const { columns, rows } = result;
  const hasRows = rows.length > 0;
  // Of the first rows: widths that changed while rows come would make them jump.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const widths = useMemo(() => columnWidths(result), [columns, hasRows]);
  const rowsInView = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    scrollPaddingStart: headerPx,
    scrollPaddingEnd: 4,
  });
  const [isFocused, setFocused] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const size = { rows: rows.length, columns: columns.length, pageRows: 15 };
  const cursor = useGridCursor(size, ({ row, column }) => {
    rowsInView.scrollToIndex(row);
    showColumn(scroller.current, widths, column);
  });
  const { at, selection } = cursor;
  const template = `${numberPx}px ${widths.map((width) => `${width}px`).join(" ")} minmax(0, 1fr)`;
  const widthPx = numberPx + widths.reduce((sum, width) => sum + width, 0);

  async function copy() {
    const { from, to } = selection;
    const chosen = rows.slice(from.row, to.row + 1).map((row) => row.slice(from.column, to.column + 1));
    try {
      await navigator.clipboard.writeText(tabSeparated(chosen));
      const count = chosen.length * (to.column - from.column + 1);
      toast({
        tone: "good",
        title: count === 1 ? "Copied the cell" : `Copied ${count.toLocaleString("en")} cells`,
      });
    } catch {
      toast({
        tone: "danger",
        title: "Could not copy",
        description: "The browser refuses the clipboard here.",
      });
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === "c") {
      event.preventDefault();
      void copy();
    } else if (isCommand && event.key.toLowerCase() === "a") {
      event.preventDefault();
      cursor.selectAll();
    } else if (event.key === "Enter" && hasRows) {
      event.preventDefault();
      setOpen(true);
    } else cursor.onKey(event);
  }

  if (columns.length === 0) return null;
  return (
    <>
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto">
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid in the sense of ARIA, with its keys
          role="grid"
          ref={grid}
          aria-label="Result rows"
          aria-description="Arrows move, with Shift they select; Enter shows a value whole, Ctrl or Command C copies."
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          aria-multiselectable="true"
          aria-activedescendant={hasRows ? `${id}-${at.row}-${at.column}` : undefined}
          tabIndex={0}
          className="relative block text-[0.8125rem] outline-offset-[-2px]"
          style={{ height: rowsInView.getTotalSize() + headerPx, minWidth: widthPx }}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        >
          <thead className="sticky top-0 z-10 block border-b bg-sunken">
            <HeaderRow columns={columns} template={template} />
          </thead>
          <tbody className="block">
            {rowsInView.getVirtualItems().map(({ index, start }) => (
              <ResultRow
                key={index}
                id={id}
                index={index}
                top={start + headerPx}
                template={template}
                columns={columns}
                values={rows[index] ?? []}
                selection={selection}
                cursor={isFocused && at.row === index ? at.column : null}
                onChoose={(column, isExtending) => cursor.go({ row: index, column }, isExtending)}
                onOpen={() => setOpen(true)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {isOpen && columns[at.column] ? (
        <ValueDialog
          column={columns[at.column] ?? { name: "", type: "" }}
          value={rows[at.row]?.[at.column] ?? null}
          onClose={() => {
            setOpen(false);
            grid.current?.focus();
          }}
        />
      ) : null}
    </>
  );
}

function showColumn(element: HTMLElement | null, widths: readonly number[], column: number): void {
  if (element === null) return;
  const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const right = numberPx + left + (widths[column] ?? 0);
  if (left < element.scrollLeft) element.scrollLeft = left;
  else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
}
