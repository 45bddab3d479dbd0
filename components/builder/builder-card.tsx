"use client";

import { useDraggable, useDroppable } from "@dnd-kit/core";
import { GripVertical, Table2 } from "lucide-react";
import type { ReactNode } from "react";
import type { CardHeaderProps, CardParts, CardRowProps } from "#components/canvas/canvas-types.ts";
import { ColumnMarks, MarkSign, RequiredStar, rowLook, typeName } from "#components/canvas/card-parts.tsx";
import { offeredTypes, typeWords } from "#components/tables/column-types.ts";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Column, ColumnType, Table } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import type { DropPlace } from "./drag-data.ts";
import { NameInput } from "./name-input.tsx";
import { TableMenu } from "./table-inspector.tsx";

/** The card of a table that can be edited where it stands. */
export const builderParts: CardParts = { Header, Row, Frame };

function Frame({ table, children }: { readonly table: Table; readonly children: ReactNode }) {
  const place: DropPlace = { table: table.name, column: null };
  const { setNodeRef, isOver } = useDroppable({ id: `card:${table.name}`, data: place });
  return (
    <div ref={setNodeRef} className={cn("size-full rounded-xl", isOver && "ring-2 ring-link")}>
      {children}
    </div>
  );
}

function Header({ table, mark }: CardHeaderProps) {
  const { make, select } = useBuilder();
  const isGone = mark === "removed";
  return (
    <div className="flex h-full items-center gap-2 pr-1.5 pl-3">
      <Table2 aria-hidden="true" className="size-4 shrink-0 text-link" />
      <NameInput
        name={table.name}
        label={`Name of the table ${table.name}`}
        isFixed={isGone}
        className={cn("font-semibold text-[0.8125rem]", isGone && "text-danger line-through")}
        onOpen={() => select({ table: table.name, column: null })}
        onRename={(to) => {
          const refused = make([{ kind: "rename_table", table: table.name, to }]);
          if (refused.length === 0) select({ table: to, column: null });
        }}
      />
      {mark ? <MarkSign mark={mark} hasWord={isGone} /> : null}
      {isGone ? null : <TableMenu table={table} className="nodrag size-7" />}
    </div>
  );
}

function Row({ table, column, mark, isSelected }: CardRowProps) {
  const { make, select, selected } = useBuilder();
  const place: DropPlace = { table: table.name, column: column.name };
  const id = `${table.name}.${column.name}`;
  const isGone = mark === "removed";
  const { setNodeRef, isOver, active } = useDroppable({ id: `row:${id}`, data: place, disabled: isGone });
  const isMine = active?.data.current?.kind === "type" || active?.data.current?.table === table.name;
  return (
    <div
      ref={setNodeRef}
      className={cn(
        "group relative flex h-full items-center gap-1.5 pr-3 pl-1",
        rowLook(mark),
        isSelected && "bg-tint",
      )}
    >
      {isGone ? <span className="w-4" /> : <Grip table={table} column={column} />}
      <TypeIcon column={column} />
      <NameInput
        name={column.name}
        label={`Name of the column ${id}`}
        isFixed={isGone}
        className="text-xs"
        suffix={<RequiredStar column={column} />}
        onOpen={() => select(place)}
        onRename={(to) => {
          const change = { kind: "rename_column", table: table.name, column: column.name, to } as const;
          if (make([change]).length === 0) select({ table: table.name, column: to });
        }}
      />
      <ColumnMarks column={column} />
      {selected?.table === table.name && isRetypable(column) && !isGone ? (
        <TypeSelect table={table} column={column} />
      ) : (
        <span className="max-w-24 shrink-0 truncate font-mono text-2xs text-faint">{typeName(column)}</span>
      )}
      {mark ? <MarkSign mark={mark} /> : null}
      {isOver && isMine ? <span className="absolute inset-x-1 -bottom-px h-0.5 rounded bg-link" /> : null}
    </div>
  );
}

function Grip({ table, column }: { readonly table: Table; readonly column: Column }) {
  const { attributes, listeners, setNodeRef } = useDraggable({
    id: `column:${table.name}.${column.name}`,
    data: { kind: "column", table: table.name, column: column.name },
  });
  return (
    <button
      ref={setNodeRef}
      type="button"
      {...attributes}
      {...listeners}
      // The list beside the canvas has the same handles in the order of the page.
      tabIndex={-1}
      aria-label={`Move ${table.name}.${column.name}`}
      className="nodrag nopan flex h-full w-4 shrink-0 cursor-grab touch-none items-center justify-center rounded text-faint opacity-40 hover:opacity-100 focus-visible:opacity-100 group-hover:opacity-100"
    >
      <GripVertical aria-hidden="true" className="size-3.5" />
    </button>
  );
}

function isRetypable(column: Column): boolean {
  return column.references === undefined && column.primary_key !== true && column.sql_type === undefined;
}

function TypeSelect({ table, column }: { readonly table: Table; readonly column: Column }) {
  const { make } = useBuilder();
  function change(type: ColumnType) {
    const set = { type, ...(type === "enum" ? { enum_values: ["new", "done"] } : {}) };
    make([{ kind: "alter_column", table: table.name, column: column.name, set }]);
  }
  return (
    <select
      aria-label={`Type of ${table.name}.${column.name}`}
      value={column.type}
      onChange={(event) => change(event.target.value as ColumnType)}
      className="nodrag nopan h-6 max-w-24 shrink-0 cursor-pointer appearance-none truncate rounded border border-control/60 bg-raised px-1.5 text-right font-mono text-2xs text-soft hover:border-control"
    >
      {offeredTypes.map((type) => (
        <option key={type} value={type} title={typeWords[type].label}>
          {type}
        </option>
      ))}
    </select>
  );
}
