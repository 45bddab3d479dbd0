"use client";

import { useDraggable } from "@dnd-kit/core";
import { offeredTypes, typeWords } from "#components/tables/column-types.ts";
import { cn } from "#components/ui/cn.ts";
import type { ColumnType } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import { addColumn, newColumn } from "./commands.ts";

/** The types of columns: dragged onto a table, or pressed to add one to the selected table. */
export function Palette() {
  return (
    <section aria-labelledby="palette-title" className="border-t p-3">
      <h2 id="palette-title" className="font-semibold text-[0.8125rem]">
        Column types
      </h2>
      <p className="mt-0.5 mb-2 text-faint text-xs">Drag one onto a table.</p>
      <ul className="grid grid-cols-2 gap-1">
        {offeredTypes.map((type) => (
          <li key={type}>
            <PaletteItem type={type} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PaletteItem({ type }: { readonly type: ColumnType }) {
  const { selected, tableNamed, make, select, say } = useBuilder();
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: `type:${typeWords[type].label}`,
    data: { kind: "type", type },
  });
  function add() {
    const table = tableNamed(selected?.table ?? "");
    if (table === undefined) return say("Select a table first, then press a type to add a column of it.");
    const column = newColumn(table, type);
    if (make(addColumn(table, column)).length > 0) return;
    select({ table: table.name, column: column.name });
    say(`Added the column ${column.name} to ${table.name}`);
  }
  return (
    <button
      ref={setNodeRef}
      type="button"
      {...attributes}
      {...listeners}
      onClick={add}
      className={cn(
        "w-full cursor-grab touch-none rounded-md border bg-raised px-1.5 text-left hover:border-control",
        isDragging && "opacity-40",
      )}
    >
      <TypeChip type={type} />
    </button>
  );
}

export function TypeChip({ type }: { readonly type: ColumnType }) {
  const { icon: Icon, label } = typeWords[type];
  return (
    <span className="flex min-h-7.5 items-center gap-1.5 text-2xs" title={label}>
      <Icon aria-hidden="true" className="size-3.5 shrink-0 text-link" />
      <span className="line-clamp-2 leading-tight">{label}</span>
    </span>
  );
}
