"use client";

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { horizontalListSortingStrategy, SortableContext } from "@dnd-kit/sortable";
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { isSingle, nextCell, rangeOf, selectionAt } from "./cell-range.ts";
import { CurrentEditor } from "./current-editor.tsx";
import { decimalsOf } from "./decimals.ts";
import { FillHandle } from "./fill-handle.tsx";
import type { AfterEdit, Editing } from "./grid-context.ts";
import { GridHead } from "./grid-head.tsx";
import { GridRow, gutterWidth } from "./grid-row.tsx";
import { GroupRow } from "./group-row.tsx";
import { lineAt } from "./row-sections.ts";
import { moveColumn } from "./shown-columns.ts";
import { useClipboard } from "./use-clipboard.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import type { GridParts } from "./use-grid-model.ts";
import { useGridPointer } from "./use-grid-pointer.ts";
import { useRowHeight } from "./use-row-height.ts";

const headHeight = 36;
const overscanRows = 10;

interface GridProps {
  readonly parts: GridParts;
  /** The row in the panel. */
  readonly openRow: string | null;
  readonly removeChosen: () => void;
}

/**
 * The rows of one table, of which only those in sight are there. One element has the focus for all cells
 * (`aria-activedescendant`), so that it stays where it is when the active cell scrolls away.
 */
export function Grid({ parts, openRow, removeChosen }: GridProps) {
  const { grid, work, newRow, newLine, setWindow } = parts;
  const { layout, lines, selection, info, editing } = grid;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const rowHeight = useRowHeight();
  const pinned = gutterWidth + layout.frozenWidth;
  const { corner, active } = selection;
  // The active row is there before it is scrolled to: whoever types on at once finds an editor that takes the keys.
  const withActiveRow = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const isMissing = active.row >= 0 && active.row < range.count && !indexes.includes(active.row);
      return isMissing ? [...indexes, active.row].sort((a, b) => a - b) : indexes;
    },
    [active.row],
  );
  const rows = useVirtualizer({
    count: grid.lineCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: overscanRows,
    rangeExtractor: withActiveRow,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // Borders of the scroller, and room for the bar.
    scrollPaddingEnd: 16,
    initialRect: { width: 1280, height: 800 },
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: layout.others.length,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => layout.others[place]?.width ?? 0,
    overscan: 3,
    paddingStart: pinned,
    scrollPaddingStart: pinned,
    scrollPaddingEnd: 16,
    initialRect: { width: 1280, height: 800 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other widths, other places
  useEffect(() => columns.measure(), [layout, columns]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height, other places
  useEffect(() => rows.measure(), [rowHeight, rows]);

  // Those in sight, without an active row far away: what they hold is loaded.
  const [firstRow, lastRow] = [
    Math.max(0, (rows.range?.startIndex ?? 0) - overscanRows),
    Math.min(grid.lineCount - 1, (rows.range?.endIndex ?? 0) + overscanRows),
  ];
  useEffect(() => setWindow({ first: firstRow, last: lastRow }), [firstRow, lastRow, setWindow]);
  const shown = columns.getVirtualItems();
  const [firstColumn, lastColumn] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? -1];
  const others = useMemo(
    () => layout.others.slice(firstColumn, lastColumn + 1),
    [layout, firstColumn, lastColumn],
  );
  const skipped = others[0]?.start ?? 0;
  const width = pinned + layout.othersWidth;
  const decimals = useStableMap(decimalsOf(layout.columns, lines.records));

  const focus = () => scroller.current?.focus({ preventScroll: true });
  const reveal = useEffectEvent(() => {
    if (corner.row >= 0) rows.scrollToIndex(corner.row, { align: "auto" });
    const place = corner.column - layout.frozen.length;
    if (place >= 0 && place < layout.others.length) columns.scrollToIndex(place, { align: "auto" });
  });
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the corner of the selection moves
  useEffect(() => {
    if (!isFirst.current) reveal();
    isFirst.current = false;
  }, [corner.row, corner.column]);

  const pageRows = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
  const onKeyDown = useGridKeys({
    ...{ grid, work, pageRows, removeChosen },
    openMenu: setMenu,
    discardNew: () => {
      if (!newRow.isDirty || active.row !== newLine) return false;
      newRow.discard();
      return true;
    },
  });
  const pointer = useGridPointer(grid, work);
  const clipboard = useClipboard(grid, work);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));

  function finishEdit(then: AfterEdit): void {
    grid.edit(null);
    focus();
    if (then === "stay") return;
    const size = { rows: grid.lineCount, columns: grid.columns.length };
    const next =
      then === "down"
        ? { row: Math.min(active.row + 1, grid.lineCount - 1), column: active.column }
        : nextCell(active, then === "left", size);
    // Tab walks through the new row; Enter, and the way out of its last cell, store it.
    if (active.row === newLine && (then === "down" || next === null)) void newRow.save();
    else if (next) grid.select(selectionAt(next));
  }

  function onDragEnd({ active: dragged, over }: DragEndEvent): void {
    if (over === null || dragged.id === over.id) return;
    const names = grid.columns.map(({ name }) => name);
    const [from, to] = [names.indexOf(String(dragged.id)), names.indexOf(String(over.id))];
    const before = from < to ? (names[to + 1] ?? null) : (names[to] ?? null);
    grid.onView({ order: moveColumn(info, grid.view.order, String(dragged.id), before) });
  }

  const range = rangeOf(selection);
  const isGroup = lineAt(lines.index, active.row)?.kind === "group";
  const editorFor = (line: number, place: Editing | null) =>
    place !== null && place.cell.row === line ? (
      <CurrentEditor
        key={`${line}:${place.cell.column}`}
        parts={parts}
        editing={place}
        onFinish={finishEdit}
      />
    ) : null;

  return (
    <DndContext id={id} sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
      <SortableContext
        items={layout.columns.map(({ name }) => name)}
        strategy={horizontalListSortingStrategy}
      >
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          aria-label={`Rows of ${info.table_name}`}
          aria-rowcount={lines.total.kind === "exact" ? grid.lineCount + 1 : -1}
          aria-colcount={layout.columns.length}
          aria-multiselectable="true"
          aria-readonly={!grid.canWrite || undefined}
          aria-busy={lines.isStale}
          aria-activedescendant={`${id}-${active.row}-${isGroup ? 0 : active.column}`}
          onKeyDown={onKeyDown}
          onCopy={(event) => {
            if (event.target === scroller.current) void clipboard.copy(event);
          }}
          onPaste={(event) => {
            if (event.target === scroller.current) void clipboard.paste(event);
          }}
          {...pointer}
          className={cn(
            "group/grid relative min-h-0 flex-1 select-none overflow-auto overscroll-contain border-t text-[0.8125rem] outline-none transition-opacity",
            lines.isStale && "opacity-60",
          )}
        >
          <GridHead
            gridId={id}
            others={others}
            skipped={skipped}
            width={width}
            height={headHeight}
            menu={menu}
            onMenu={setMenu}
            onLeave={focus}
          />
          <div
            role="rowgroup"
            className="relative"
            style={{ height: rows.getTotalSize(), width: Math.max(width, 1) }}
          >
            {rows.getVirtualItems().map((item) => {
              const line = item.index;
              const top = item.start - headHeight;
              const kind = lineAt(lines.index, line);
              if (kind?.kind === "group") {
                const section = lines.index.sections[kind.section];
                const column =
                  grid.columns.find(({ name }) => name === grid.view.group) ??
                  info.schema.columns.find(({ name }) => name === grid.view.group);
                if (!section?.group || !column) return null;
                return (
                  <GroupRow
                    key={`group:${JSON.stringify(section.group.value)}`}
                    {...{ gridId: id, line, top, width, column }}
                    height={rowHeight}
                    group={section.group}
                    label={grid.labels.labelOf(column, section.group.value)}
                    isOpen={section.isOpen}
                    isActive={active.row === line}
                  />
                );
              }
              const rowKey = grid.keyAt(line);
              const isInRange = line >= range.top && line <= range.bottom && active.row >= 0;
              return (
                <GridRow
                  key={line === newLine ? "new" : (rowKey ?? `line:${line}`)}
                  {...{ gridId: id, line, top, rowKey, others, skipped, width, decimals }}
                  height={rowHeight}
                  number={kind?.kind === "row" ? kind.offset + 1 : line + 1}
                  row={grid.rowAt(line)}
                  frozen={layout.frozen}
                  labels={grid.labels}
                  problems={grid.store.problemsOf(rowKey)}
                  active={active.row === line ? active.column : null}
                  rangeLeft={isInRange ? range.left : null}
                  rangeRight={isInRange ? range.right : null}
                  isChosen={rowKey !== null && grid.chosen.has(rowKey)}
                  isOpen={rowKey !== null && rowKey === openRow}
                  canChoose={grid.canWrite}
                  readOnly={line === newLine ? grid.readOnly.fresh : grid.readOnly.stored}
                  isNew={line === newLine}
                  editor={editorFor(line, editing)}
                />
              );
            })}
            {grid.canWrite && editing === null && active.row >= 0 && grid.mayEdit(active) ? (
              <FillHandle range={range} isSingle={isSingle(selection)} rowHeight={rowHeight} />
            ) : null}
          </div>
        </div>
      </SortableContext>
    </DndContext>
  );
}

/** The same map as long as it says the same: rows are not rendered again for it. */
function useStableMap(map: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const text = JSON.stringify([...map]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says all that the map says
  return useMemo(() => map, [text]);
}
