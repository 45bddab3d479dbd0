"use client";

import {
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useState } from "react";
import { useBuilder } from "./builder-context.ts";
import { addColumn, newColumn } from "./commands.ts";
import { type Dragged, draggedOf, droppedOn } from "./drag-data.ts";
import { isOnCanvas, nearestDroppable } from "./drag-keys.ts";
import { dragWords } from "./drag-words.ts";
import { TypeChip } from "./palette.tsx";

/** Where types are dragged onto tables, and columns to other places of theirs. */
export function DragArea({ children }: { readonly children: ReactNode }) {
  const { make, select, say, tableNamed } = useBuilder();
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: nearestDroppable,
      // Enter adds to the selected table: only Space picks up.
      keyboardCodes: { start: ["Space"], end: ["Space", "Enter"], cancel: ["Escape"] },
    }),
  );

  function drop({ active, over }: DragEndEvent) {
    setDragged(null);
    const what = draggedOf(active);
    const where = over === null ? null : droppedOn(over);
    const table = tableNamed(where?.table ?? "");
    if (what === null || where === null || table === undefined) return;
    if (what.kind === "type") {
      const column = newColumn(table, what.type);
      if (make(addColumn(table, column, where.column ?? undefined)).length > 0) return;
      select({ table: table.name, column: column.name });
      return say(`Added the column ${column.name} to ${table.name}`);
    }
    if (what.table !== table.name || what.column === where.column) return;
    make([
      {
        kind: "move_column",
        table: table.name,
        column: what.column,
        after: placeAfter(table, what, where.column),
      },
    ]);
  }

  return (
    <DndContext
      id="builder"
      sensors={sensors}
      collisionDetection={underPointer}
      onDragStart={({ active }: DragStartEvent) => setDragged(draggedOf(active))}
      onDragCancel={() => setDragged(null)}
      onDragEnd={drop}
      accessibility={dragWords}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {dragged === null ? null : (
          <div className="w-max rounded-md border border-link bg-raised px-2 shadow-float">
            {dragged.kind === "type" ? (
              <TypeChip type={dragged.type} />
            ) : (
              <span className="flex min-h-8 items-center font-mono text-xs">{dragged.column}</span>
            )}
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

/** Moved up, a column comes before the one it is dropped on; moved down, behind it. */
function placeAfter(
  { columns }: { readonly columns: readonly { readonly name: string }[] },
  { column }: { readonly column: string },
  over: string | null,
): string | null {
  const names = columns.map(({ name }) => name);
  const target = over === null ? 0 : names.indexOf(over);
  return (names.indexOf(column) < target ? names[target] : names[target - 1]) ?? null;
}

/** Rows before the cards that hold them; nothing where the canvas ends. */
const underPointer: CollisionDetection = (args) => {
  const { pointerCoordinates: pointer, droppableRects } = args;
  const visible = isOnCanvas();
  if (pointer === null) {
    const droppableContainers = args.droppableContainers.filter(({ id }) => {
      const rect = droppableRects.get(id);
      return rect !== undefined && String(id).startsWith("row:") && visible(rect);
    });
    return closestCenter({ ...args, droppableContainers });
  }
  if (!visible({ left: pointer.x, top: pointer.y, width: 0, height: 0 })) return [];
  const hits = pointerWithin(args);
  const rows = hits.filter(({ id }) => String(id).startsWith("row:"));
  return rows.length > 0 ? rows : hits;
};
