"use client";

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { ChevronDown, GripVertical, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { ColumnMarks, RequiredStar, typeName } from "#components/canvas/card-parts.tsx";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Column, Table } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import { ColumnEditor } from "./column-editor.tsx";
import { dragWords } from "./drag-words.ts";

/** The columns of a table: put in order by mouse, finger or keyboard, each opening to its form. */
export function ColumnOrder({ table }: { readonly table: Table }) {
  const { make, say } = useBuilder();
  const names = table.columns.map(({ name }) => name);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );

  function drop({ active, over }: DragEndEvent) {
    const [from, to] = [names.indexOf(String(active.id)), names.indexOf(String(over?.id))];
    if (from < 0 || to < 0 || from === to) return;
    const column = String(active.id);
    const after = (from < to ? names[to] : names[to - 1]) ?? null;
    make([{ kind: "move_column", table: table.name, column, after }]);
    say(after === null ? `${column} is the first column now` : `${column} stands behind ${after} now`);
  }

  return (
    <DndContext
      id={`order-${table.name}`}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={dragWords}
    >
      <SortableContext items={names} strategy={verticalListSortingStrategy}>
        <ul className="divide-y rounded-lg border bg-raised">
          {table.columns.map((column, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column keeps its place, and its open form, when it is renamed
            <ColumnItem key={place} table={table} column={column} />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function ColumnItem({ table, column }: { readonly table: Table; readonly column: Column }) {
  const { selected, select, open } = useBuilder();
  const isOpen = selected?.table === table.name && selected.column === column.name;
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: column.name,
  });
  const item = useRef<HTMLLIElement | null>(null);
  useEffect(() => {
    if (isOpen) item.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const panel = `form-${table.name}-${column.name}`;
  return (
    <li
      ref={(node) => {
        setNodeRef(node);
        item.current = node;
      }}
      style={{ transform: transform ? `translateY(${transform.y}px)` : undefined, transition }}
      className={cn(
        "relative bg-raised first:rounded-t-lg last:rounded-b-lg",
        isDragging && "z-10 shadow-float",
      )}
    >
      <div className="flex min-h-9 items-center gap-1.5 pr-1">
        <button
          type="button"
          {...attributes}
          {...listeners}
          aria-label={`Move ${column.name}`}
          className="flex h-9 w-7 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-faint hover:text-ink"
        >
          <GripVertical aria-hidden="true" className="size-4" />
        </button>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={panel}
          onClick={() => select({ table: table.name, column: isOpen ? null : column.name })}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md text-left"
        >
          <TypeIcon column={column} />
          <span className="min-w-0 flex-1 truncate font-mono text-xs">
            {column.name}
            <RequiredStar column={column} />
          </span>
          <ColumnMarks column={column} />
          <span className="max-w-28 truncate font-mono text-2xs text-faint">{typeName(column)}</span>
          <ChevronDown
            aria-hidden="true"
            className={cn("size-4 shrink-0 text-faint transition-transform", isOpen && "rotate-180")}
          />
        </button>
      </div>
      {isOpen ? (
        <div id={panel} className="border-t bg-sunken p-3">
          <ColumnEditor table={table} column={column} />
          {column.primary_key ? null : (
            <Button
              variant="quietDanger"
              size="sm"
              className="mt-3"
              onClick={() => open({ kind: "drop", place: { table: table.name, column: column.name } })}
            >
              <Trash2 aria-hidden="true" />
              Drop column
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}
